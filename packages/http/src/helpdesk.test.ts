import type { PolicyInput } from '@sallyport/core';
import { memoryStore } from '@sallyport/storage-memory';
import { type TestSallyport, testSallyport } from '@sallyport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contract } from './contract.test-support.ts';
import { fetchHandler } from './serve/fetch-handler.ts';

const POLICY: PolicyInput<string> = {
  administrators: {
    ...{ policy: ['super-admin'], people: ['admin'] },
    helpdesk: [{ roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] }],
  },
};

const open: TestSallyport[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** What a person with these roles, who proved enough just now, is answered. */
async function signedInAs(roles: readonly string[], policy = POLICY) {
  const world = await testSallyport({ store: memoryStore(), policy });
  open.push(world);
  const handle = fetchHandler(world.auth, { basePath: '/auth' });
  const person = await world.accountWith({ roles, factors: ['password', 'email', 'totp'] });
  const headers = (await world.signIn(person)).headers();
  const ask = async (line: string, json?: object): Promise<{ readonly status: number; readonly body: Body }> => {
    const [method = '', path = ''] = line.split(' ');
    const answer = await handle(
      new Request(`${world.auth.origin}/auth${path}`, {
        method,
        headers: { ...(headers as Record<string, string>), ...(json && { 'content-type': 'application/json' }) },
        ...(json && { body: JSON.stringify(json) }),
      }),
    );
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
  };
  const withRoles = (...of: readonly string[]): ReturnType<TestSallyport['accountWith']> =>
    world.accountWith({ roles: of, factors: ['password', 'email', 'totp'] });
  return { ...world, ask, person, withRoles };
}

/** As far as these tests read an answer. */
interface Body {
  readonly code?: string;
  readonly may?: readonly string[];
  readonly accounts?: readonly { readonly accountId: string }[];
  readonly counts?: { readonly all: number };
  readonly enrollmentCode?: string;
}

/** The routes of a helpdesk, with the right that each route needs. */
const ROUTES: Readonly<Record<string, string | undefined>> = {
  'GET /admin/accounts': undefined,
  'GET /admin/accounts/:id': undefined,
  'POST /admin/accounts/:id/reset-two-step': 'reset',
  'POST /admin/accounts/:id/reset-passkeys': 'reset',
  'DELETE /admin/accounts/:id/passkeys/:pid': 'reset',
  'POST /admin/accounts/:id/help-in': 'reset',
  'POST /admin/accounts/:id/enrollment-code': 'vouch',
  'POST /admin/accounts/:id/invitation': 'vouch',
  'DELETE /admin/accounts/:id/invitation': 'vouch',
  'POST /admin/accounts/:id/unlock': 'unlock',
};

/** The line of a request as its route: `GET /admin/accounts/:id`. */
function routeOf(line: string): string {
  return line
    .replace(/\?.*/, '')
    .replace(/(\/admin\/accounts)\/(?!acts)[^/]+/, '$1/:id')
    .replace(/(\/passkeys)\/[^/]+/, '$1/:pid');
}

describe('W4 a helpdesk over HTTP', () => {
  const lines = contract.filter(({ line }) => /^\w+ \/admin(?!.*\/vault)/.test(line));

  it('reaches its routes, and is answered 403 at every other route below /admin', async () => {
    const { ask } = await signedInAs(['desk']);
    expect(lines.length).toBeGreaterThan(30);
    for (const { line, json } of lines) {
      const { status, body } = await ask(line, json as object | undefined);
      const isOpen = Object.hasOwn(ROUTES, routeOf(line));
      expect({ [line]: isOpen || body.code === 'not-permitted' }).toEqual({ [line]: true });
      expect({ [line]: status === 403 }).toEqual({ [line]: !isOpen });
    }
    expect([...new Set(lines.map(({ line }) => routeOf(line)))]).toEqual(expect.arrayContaining(Object.keys(ROUTES)));
  });

  it.each(['reset', 'vouch', 'unlock'] as const)(
    'with the right to %s alone is answered 403 elsewhere',
    async (right) => {
      const helpdesk = [{ roles: ['desk'], over: ['contractor'], may: [right] }];
      const { ask } = await signedInAs(['desk'], { administrators: { ...POLICY.administrators, helpdesk } });
      for (const { line, json } of lines) {
        const needs = ROUTES[routeOf(line)];
        if (!Object.hasOwn(ROUTES, routeOf(line))) continue;
        const { status } = await ask(line, json as object | undefined);
        expect({ [line]: status === 403 }).toEqual({ [line]: needs !== undefined && needs !== right });
      }
    },
  );

  it('sees and helps the people whom it helps, and is answered 403 for everybody else', async () => {
    const { ask, withRoles, person } = await signedInAs(['desk']);
    const cleo = await withRoles('contractor');
    const others = [await withRoles(), await withRoles('contractor', 'admin'), await withRoles('super-admin'), person];
    const listed = await ask('GET /admin/accounts');
    expect(listed.body.accounts?.map(({ accountId }) => accountId)).toEqual([cleo.accountId]);
    expect(listed.body).toMatchObject({ counts: { all: 1 }, may: ['reset', 'vouch', 'unlock'] });
    expect((await ask(`GET /admin/accounts/${cleo.accountId}`)).body.may).toEqual(['reset', 'vouch', 'unlock']);
    for (const { accountId } of others) {
      const acts = [
        ask(`GET /admin/accounts/${accountId}`),
        ask(`POST /admin/accounts/${accountId}/help-in`, { lost: ['app'] }),
        ask(`POST /admin/accounts/${accountId}/help-in`, { lost: ['app'], preview: true }),
        ask(`POST /admin/accounts/${accountId}/reset-two-step`, {}),
        ask(`POST /admin/accounts/${accountId}/enrollment-code`, {}),
        ask(`POST /admin/accounts/${accountId}/unlock`, {}),
      ];
      for (const answer of await Promise.all(acts))
        expect(answer).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    }
    const helped = await ask(`POST /admin/accounts/${cleo.accountId}/help-in`, { lost: ['app'] });
    expect(helped).toMatchObject({ status: 200, body: { enrollmentCode: expect.any(String) } });
  });

  it('is answered 401 without a recent proof, after 403 for its role', async () => {
    const { ask, clock } = await signedInAs(['desk']);
    clock.advance('16m');
    expect((await ask('GET /admin/accounts')).status).toBe(401);
    expect((await ask('GET /admin/overview')).status).toBe(403);
  });

  it('is told apart from an administrator of people, who has every right', async () => {
    const { ask, withRoles } = await signedInAs(['admin', 'desk']);
    const nora = await withRoles();
    const listed = await ask('GET /admin/accounts');
    expect(listed.body).toMatchObject({ counts: { all: 2 } });
    expect(listed.body).not.toHaveProperty('may');
    expect((await ask(`GET /admin/accounts/${nora.accountId}`)).body).not.toHaveProperty('may');
  });
});
