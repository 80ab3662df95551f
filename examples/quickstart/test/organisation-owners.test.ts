import type { RequestListener } from 'node:http';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { sallyport as onExpress } from '@sallyport/express';
import { sallyport as onKoa } from '@sallyport/koa';
import express from 'express';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { listens, Program } from './support/guarded-apps.ts';
import { POLICY } from './support/organised.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');

const APPS: Readonly<Record<string, (auth: Sallyport, organisations: boolean) => RequestListener>> = {
  express: (auth, organisations) => express().use('/auth', onExpress(auth).routes({ organisations })),
  koa: (auth, organisations) => new Koa().use(onKoa(auth).routes({ prefix: '/auth', organisations })).callback(),
};

async function world(shared: SharedStore, makeApp: (typeof APPS)[string], organisations = true) {
  const auth = await shared.start({ policy: POLICY });
  const url = await listens(makeApp(auth, organisations));
  await auth.organisations.create({ id: 'acme', name: 'Acme', by });
  const joins = async (name: string, ...roles: readonly string[]) => {
    const made = await auth.people.create({ identifier: `${name}@example.org`, password: PASSWORD, by });
    if (isRefusal(made)) throw new Error(made.refused);
    const { accountId } = made;
    if (roles.length > 0) await auth.organisations.members.set('acme', { accountId }, { roles, by });
    const program = new Program(url);
    const asks = (line: string, body?: object, headers: object = {}) => {
      const [method = '', path = ''] = line.split(' ');
      return program.asks(FROM, method, `/auth${path}`, body, headers);
    };
    await asks('POST /sign-in', { identifier: `${name}@example.org`, password: PASSWORD });
    return { accountId, asks };
  };
  const proves = async ({ asks }: Awaited<ReturnType<typeof joins>>, demand: unknown, entered: unknown) => {
    const [strength] = Object(demand).strengths;
    await asks('POST /step-up', { strength, in: entered });
    const { body: pending } = await asks('POST /enroll/totp', {});
    const code = totpCode(String(pending['secret']), shared.now);
    expect(await asks('POST /enroll/totp/confirm', { code })).toMatchObject({ body: { status: 'complete' } });
  };
  return { auth, joins, proves };
}

describe.each(STORES)('X41 owners of an organisation over HTTP, on %s', (kind) => {
  it.each(Object.entries(APPS))('with %s, change its members and its rule', async (_, makeApp) => {
    const { auth, joins, proves } = await world(await sharedStore(kind), makeApp);
    const ada = await joins('ada', 'owner');
    const ben = await joins('ben');
    const cleo = await joins('cleo', 'manager');

    const refused = await ada.asks('GET /organisations/acme/rule');
    expect(refused).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('acr_values="enhanced"'),
      body: { code: 'insufficient-strength', in: 'acme', demand: { strengths: ['enhanced'] } },
    });
    for (const line of ['GET /organisations/acme/rule', 'GET /organisations/acme/members'])
      expect(await ben.asks(line)).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(await cleo.asks('GET /organisations/acme/rule')).toMatchObject({
      status: 403,
      body: { code: 'not-permitted' },
    });
    await proves(ada, refused.body['demand'], refused.body['in']);

    expect(await ada.asks('GET /organisations/acme/rule')).toMatchObject({
      status: 200,
      etag: '"1"',
      body: { id: 'acme', name: 'Acme', version: 1, rule: {}, changedBy: 'host:test' },
    });
    const rule = { requiredStrength: 'enhanced' };
    const put = (version: string | undefined, body: object) =>
      ada.asks('PUT /organisations/acme/rule', body, version === undefined ? {} : { 'if-match': version });
    expect(await put(undefined, { rule })).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect(await put('"7"', { rule })).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect(await put('"1"', { rule: { requiredStrenght: 'enhanced' } })).toMatchObject({
      status: 400,
      body: { code: 'malformed-input', errors: [{ path: expect.stringMatching(/^rule/) }] },
    });
    expect(await put('"1"', { rule: { methods: ['ldap'] } })).toMatchObject({ status: 400 });
    expect(await put('"1"', { rule })).toMatchObject({ status: 200, etag: '"2"', body: { version: 2, rule } });
    expect(await ada.asks('POST /organisations/acme/rule/preview', { rule })).toMatchObject({
      status: 200,
      body: { enters: 1, mustEnroll: 1, cannot: 0, members: [{ accountId: cleo.accountId, impact: 'must-enroll' }] },
    });

    const member = `/organisations/acme/members/${ben.accountId}`;
    expect(await ada.asks(`PUT ${member}`, { roles: ['finance'] })).toMatchObject({
      status: 200,
      body: { accountId: ben.accountId, roles: ['finance'], by: ada.accountId },
    });
    expect(await ada.asks(`PUT ${member}`, { roles: ['nobody'] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'roles.0' }] },
    });
    expect(await ada.asks('PUT /organisations/acme/members/unknown', { roles: [] })).toMatchObject({ status: 404 });
    const listed = await ada.asks('GET /organisations/acme/members?role=finance');
    expect(listed.body).toMatchObject({ members: [{ accountId: ben.accountId, roles: ['finance'] }] });
    expect(await ada.asks('GET /organisations/acme/members?cursor=x')).toMatchObject({ status: 400 });
    expect(await ada.asks(`DELETE ${member}`)).toMatchObject({ status: 200 });
    expect(await ada.asks(`DELETE ${member}`)).toMatchObject({ status: 404 });
    expect(await ada.asks(`DELETE /organisations/acme/members/${ada.accountId}`)).toMatchObject({
      status: 409,
      body: { code: 'strands-owners' },
    });

    const asked = await cleo.asks('GET /organisations/acme/members');
    expect(asked).toMatchObject({ status: 401, body: { in: 'acme' } });
    await proves(cleo, asked.body['demand'], 'acme');
    expect(await cleo.asks('GET /organisations/acme/members')).toMatchObject({ status: 200 });
    expect(await cleo.asks(`PUT ${member}`, { roles: ['finance'] })).toMatchObject({ status: 200 });
    for (const roles of [['owner'], ['finance', 'owner']])
      expect(await cleo.asks(`PUT ${member}`, { roles })).toMatchObject({
        status: 403,
        body: { code: 'not-permitted' },
      });
    const { events } = Object(await auth.organisations.events('acme'));
    expect(events.map(({ type }: { type: string }) => type)).toContain('organisation.changed');
  });

  it.each(Object.entries(APPS))('with %s, are left out unless the host serves them', async (_, makeApp) => {
    const { joins } = await world(await sharedStore(kind), makeApp, false);
    const ada = await joins('ada', 'owner');
    for (const line of ['GET /organisations/acme/rule', 'GET /organisations/acme/members'])
      expect(await ada.asks(line)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await ada.asks('GET /organisations')).toMatchObject({ status: 200 });
    const { body } = await ada.asks('GET /openapi.json');
    expect(Object.keys(Object(body['paths'])).filter((path) => path.startsWith('/organisations'))).toEqual([
      '/organisations',
    ]);
  });
});
