import type { RequestListener } from 'node:http';
import { hostCode, type Mail, type Sallyport } from '@sallyport/engine';
import { sallyport as onExpress } from '@sallyport/express';
import { sallyport as onKoa } from '@sallyport/koa';
import express from 'express';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from './support/embedded.ts';
import { listens, Program } from './support/guarded-apps.ts';
import { POLICY } from './support/organised.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');

const PARTS = { organisations: true, signUp: true } as const;
const APPS: Readonly<Record<string, (auth: Sallyport) => RequestListener>> = {
  express: (auth) => express().use('/auth', onExpress(auth).routes(PARTS)),
  koa: (auth) => new Koa().use(onKoa(auth).routes({ prefix: '/auth', ...PARTS })).callback(),
};

describe.each(STORES)('X41 invitations into an organisation over HTTP, on %s', (kind) => {
  it.each(Object.entries(APPS))('with %s, reach people with and without an account', async (_, makeApp) => {
    const shared = await sharedStore(kind);
    const mails: Mail[] = [];
    const auth = await shared.start({ policy: POLICY, sendMail: (mail) => void mails.push(mail) });
    const url = await listens(makeApp(auth));
    await auth.organisations.create({ id: 'acme', name: 'Acme', by });
    const someone = () => {
      const program = new Program(url);
      return (line: string, body?: object) => {
        const [method = '', path = ''] = line.split(' ');
        return program.asks(FROM, method, `/auth${path}`, body);
      };
    };
    const signedIn = async (name: string, ...roles: readonly string[]) => {
      const email = `${name}@example.org`;
      await auth.people.create({ identifier: email, email, password: PASSWORD, by });
      if (roles.length > 0) await auth.organisations.members.set('acme', { identifier: email }, { roles, by });
      const asks = someone();
      await asks('POST /sign-in', { identifier: email, password: PASSWORD });
      return asks;
    };
    const ada = await signedIn('ada', 'owner');
    const bo = await signedIn('bo');
    const invitation = { email: 'Bo@Example.org', roles: ['finance'] };
    const refused = await ada('POST /organisations/acme/invitations', invitation);
    expect(refused).toMatchObject({ status: 401, body: { code: 'insufficient-strength', in: 'acme' } });
    await ada('POST /step-up', { strength: 'enhanced', in: 'acme' });
    const { body: pending } = await ada('POST /enroll/totp', {});
    await ada('POST /enroll/totp/confirm', { code: totpCode(String(pending['secret']), shared.now) });

    for (const body of [{}, { email: 'bo' }, { ...invitation, roles: 'finance' }, { ...invitation, by: 'host:x' }])
      expect(await ada('POST /organisations/acme/invitations', body)).toMatchObject({ status: 400 });
    expect(await bo('POST /organisations/acme/invitations', invitation)).toMatchObject({
      status: 403,
      body: { code: 'not-a-member' },
    });
    const sent = await ada('POST /organisations/acme/invitations', invitation);
    expect(sent).toMatchObject({ status: 200, body: { id: expect.any(String), expiresAt: expect.any(String) } });
    const mail = mails.at(-1);
    expect(mail).toMatchObject({
      kind: 'organisation-invitation',
      to: 'bo@example.org',
      organisation: { name: 'Acme' },
    });
    expect(JSON.stringify(sent.body)).not.toContain(mail?.token);
    const token = { token: mail?.token ?? '' };

    expect(await someone()('POST /organisations/join', token)).toMatchObject({
      status: 401,
      body: { code: 'no-session' },
    });
    expect(await ada('POST /organisations/join', token)).toMatchObject({
      status: 403,
      body: { code: 'not-permitted' },
    });
    for (const body of [{}, { token: 7 }, { token: 'x'.repeat(9000) }])
      expect(await bo('POST /organisations/join', body)).toMatchObject({ status: 400 });
    expect(await bo('POST /organisations/join', { token: 'x' })).toMatchObject({
      status: 401,
      body: { code: 'invalid-credentials' },
    });
    const asked = await bo('POST /organisations/join', token);
    expect(asked).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
    const [strength] = Object(asked.body['demand']).strengths;
    await bo('POST /step-up', { strength });
    await bo('POST /sign-in/email-code/send', {});
    await bo('POST /sign-in/email-code', { code: mails.at(-1)?.code });
    const all = await Promise.all(Array.from({ length: 20 }, () => bo('POST /organisations/join', token)));
    expect(all.filter(({ status }) => status === 200)).toMatchObject([
      { body: { organisation: 'acme', name: 'Acme', roles: ['finance'] } },
    ]);
    expect(await bo('GET /organisations')).toMatchObject({
      body: { organisations: [{ id: 'acme', roles: ['finance'], enters: true }] },
    });

    // A person without an account makes one, and opens the link afterwards.
    const { body: second } = await ada('POST /organisations/acme/invitations', {
      ...invitation,
      email: 'eve@example.org',
    });
    const opened = mails.at(-1)?.token;
    const eve = someone();
    await eve('POST /sign-up', { email: 'eve@example.org' });
    await auth.runBackgroundWork();
    const link = mails.findLast((each) => each.kind === 'sign-up')?.token;
    await eve('POST /sign-up/confirm', { token: link, password: PASSWORD });
    expect(await eve('POST /organisations/join', { token: opened })).toMatchObject({ status: 200 });
    expect(await ada(`DELETE /organisations/acme/invitations/${second['id']}`)).toMatchObject({ status: 404 });

    const { body: third } = await ada('POST /organisations/acme/invitations', {
      ...invitation,
      email: 'ada@example.org',
    });
    expect(await ada(`DELETE /organisations/acme/invitations/${third['id']}`)).toMatchObject({ status: 200 });
    expect(await ada('POST /organisations/join', { token: mails.at(-1)?.token })).toMatchObject({
      status: 401,
      body: { code: 'invalid-credentials' },
    });
    expect(shared.logged).toEqual([]);
  });
});
