import type { RefusalOf } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Asked, ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { contract } from '../contract.test-support.ts';
import { fakeSallyport, guardFor, live } from '../fake-sallyport.test-support.ts';
import { matcherOf } from '../route/match.ts';
import { routes } from '../routes/index.ts';

const { guard } = guardFor();
const policy = { policy: { requiredStrength: 'enhanced' } };
const numbers = { askedForLess: 0, askedForMore: 0, unaffected: 3, mustEnroll: 0, stranded: 0 };
const impact = { rules: [], moves: [], setUpChanges: 0, ...numbers, accounts: [], version: 8 };

/** PUT /admin/policy against an engine that holds version 7 and finds fault with a policy that has `bad`. */
function put(asked: Asked, refusal?: RefusalOf<'sessions.guard'>) {
  const auth = fakeSallyport({
    sessions: { guard: async () => refusal ?? live },
    policy: {
      set: async (_, written, input) => {
        if (JSON.stringify(written).includes('bad')) {
          return { refused: 'malformed-input', errors: [{ path: 'policy.bad', message: 'unknown' }] };
        }
        return input.ifVersion === 7 ? impact : { refused: 'precondition-failed' };
      },
    },
  });
  return ask(auth, 'PUT /admin/policy', asked);
}

describe('a guard', () => {
  it('comes before the body is looked at, in whatever state it is', async () => {
    for (const refused of ['no-session', 'not-permitted', 'insufficient-strength'] as const) {
      const untouchable = {
        kind: 'stream' as const,
        chunks: {
          [Symbol.asyncIterator]: () => {
            throw new Error('the body was read');
          },
        },
      };
      const headers = { 'content-type': 'application/json', 'content-length': '10' };
      const reply = await put({ body: untouchable, headers }, { refused });
      expect(bodyOf(reply)['code']).toBe(refused);
      expect((await put({ raw: '{', headers: { 'content-type': 'text/plain' } }, { refused })).status).toBe(
        reply.status,
      );
    }
  });

  it('X11 comes again after a body that was waited for, before anything is said of the body, and the later session is used', async () => {
    const chunks = async function* (text: string) {
      yield new TextEncoder().encode(text);
    };
    const later = { ...live, id: 's2' };
    const answers: (typeof live | RefusalOf<'sessions.guard'>)[] = [];
    const used: string[] = [];
    const auth = fakeSallyport({
      sessions: { guard: async () => answers.shift() ?? live },
      policy: {
        set: async (_tenant, _policy, { by }) => {
          used.push('id' in by ? by.id : 'host');
          return impact;
        },
      },
    });
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked', 'if-match': '"7"' };
    const sent = (text: string) =>
      ask(auth, 'PUT /admin/policy', { body: { kind: 'stream', chunks: chunks(text) }, headers });
    answers.push(live, later);
    expect((await sent(JSON.stringify(policy))).status).toBe(200);
    expect(used).toEqual(['s2']);
    for (const refused of ['no-session', 'not-permitted', 'insufficient-strength'] as const) {
      for (const text of [JSON.stringify(policy), '{']) {
        answers.push(live, { refused });
        expect(bodyOf(await sent(text))['code']).toBe(refused);
      }
    }
    expect(used).toEqual(['s2']);
  });

  it('X11 comes once where no body is waited for', async () => {
    let asked = 0;
    const guardedOnce = async () => {
      asked += 1;
      return live;
    };
    const auth = fakeSallyport({ sessions: { guard: guardedOnce }, policy: { set: async () => impact } });
    await ask(auth, 'PUT /admin/policy', { json: policy, headers: { 'if-match': '"7"' } });
    expect(asked).toBe(1);
  });

  it('is followed by the body, and the body by the precondition', async () => {
    expectProblem(await put({ json: { policy: 1 } }), 400, 'malformed-input');
    expectProblem(await put({ json: { policy: { bad: 1 } } }), 400, 'malformed-input');
    expectProblem(await put({ json: { policy: { bad: 1 } }, headers: { 'if-match': '"6"' } }), 400, 'malformed-input');
    expectProblem(await put({ json: policy }), 428, 'precondition-required');
    expectProblem(await put({ json: policy, headers: { 'if-match': '"6"' } }), 412, 'precondition-failed');
  });

  it.each(['7', 'W/"7"', '*', '"7", "8"', '"07"', '"x"', '"-1"', '"99999999999999999999"'])(
    'takes If-Match %s for a version that never was',
    async (tag) => {
      expectProblem(await put({ json: policy, headers: { 'if-match': tag } }), 412, 'precondition-failed');
    },
  );

  it('lets a change through that names its version, and answers the new one', async () => {
    const reply = await put({ json: policy, headers: { 'if-match': '"7"' } });
    expect(reply.headers['etag']).toBe('"8"');
    expect(bodyOf(reply)).toEqual({ rules: [], moves: [], setUpChanges: 0, ...numbers, accounts: [] });
  });

  const demanded = Object.fromEntries(routes.map((row) => [`${row.verb} ${row.path}`, row.guard]));
  it('stands before every route of session, account and administration, and no other', () => {
    const open = Object.keys(demanded).filter((name) => demanded[name] === 'none');
    expect(
      open.filter((name) => !/^\w+ \/(sign-in|sign-up|invitation|enroll|recover|disown|openapi\.json)/.test(name)),
    ).toEqual([]);
    expect(open).toHaveLength(30);
  });

  it('asks for a policy administrator where the contract marks the policy', () => {
    const ofPolicy = Object.entries(demanded).filter(([, of]) => JSON.stringify(of).includes('"policy"'));
    expect(ofPolicy.map(([name]) => name)).toEqual([
      'PUT /admin/policy',
      'GET /admin/policy/versions',
      'POST /admin/policy/preview',
      'PUT /admin/policy/shadow',
      'GET /admin/policy/shadow',
      'DELETE /admin/policy/shadow',
      'POST /admin/policy/what-if',
    ]);
    for (const [name, of] of Object.entries(demanded)) {
      if (name.includes('/admin/')) expect(of).toMatchObject({ needs: 'administrator' });
    }
  });

  it('asks for recent proof if a factor of one’s own changes', () => {
    const recent = Object.keys(demanded).filter((name) => JSON.stringify(demanded[name]).includes('recent-proof'));
    expect(recent).toEqual([
      'PUT /account/identifier',
      'PATCH /account/passkeys/:id',
      'DELETE /account/passkeys/:id',
      'DELETE /account/external-ids/:provider',
      'POST /account/password',
      'GET /account/export',
      'DELETE /account',
      'PUT /account/vault',
      'POST /account/vault/envelopes',
      'DELETE /account/vault/envelopes/:id',
      'DELETE /account/totp',
      'DELETE /account/:code',
    ]);
  });

  it('asks whether enrollment is open too where the account gets something to show', () => {
    const setUps = Object.keys(demanded).filter((name) => JSON.stringify(demanded[name]).includes('set-up'));
    expect(setUps).toEqual([
      'POST /enroll/sso/:provider',
      'POST /account/backup-codes',
      'POST /account/email',
      'POST /account/email/confirm',
    ]);
  });

  it('asks for an emergency account where what opens a vault is handed out, and nowhere else', () => {
    const emergency = Object.keys(demanded).filter((name) => JSON.stringify(demanded[name]).includes('"emergency"'));
    expect(emergency).toEqual(['POST /admin/accounts/:id/vault/emergency-open']);
  });

  const match = matcherOf(routes);
  it.each(contract.filter(({ line }) => /^\w+ \/(session|account|admin|step-up)/.test(line)))(
    'of $line is asked, with what the route demands, and its no is the answer',
    async ({ line, json }) => {
      const asked: unknown[] = [];
      const auth = fakeSallyport({
        sessions: {
          guard: async (_, demand) => {
            asked.push(demand);
            return { refused: 'no-session' };
          },
          // A sign-out without a session ends the open flow.
          end: async () => ({ refused: 'no-session' }),
        },
      });
      const reply = await ask(auth, line, json === undefined ? {} : { json });
      expectProblem(reply, 401, 'no-session');
      const [verb = '', address = ''] = line.split(' ');
      expect(asked).toEqual([match(verb, address.split('?')[0] ?? '').row?.guard]);
    },
  );

  it.each(contract.filter(({ line }) => /^POST \/enroll\/(?!sso)/.test(line)))(
    'comes before the body in $line where no flow is open',
    async ({ line }) => {
      const asked: unknown[] = [];
      const auth = (refused?: 'no-session' | 'insufficient-strength') =>
        fakeSallyport({
          sessions: {
            guard: async (_, demand) => {
              asked.push(demand);
              return refused === undefined ? live : { refused };
            },
          },
        });
      const json = { unknown: 1 };
      for (const refused of ['no-session', 'insufficient-strength'] as const)
        expectProblem(await ask(auth(refused), line, { json }), 401, refused);
      expectProblem(await ask(auth(), line, { json }), 400, 'malformed-input');
      expect(asked).toEqual(Array.from({ length: 3 }, () => ({ needs: 'set-up' })));
      // The flow decides a set-up in the flow.
      const headers = { cookie: `__Host-sallyport-flow=${'f'.repeat(43)}` };
      expectProblem(await ask(auth('no-session'), line, { json, headers }), 400, 'malformed-input');
      const inSession = { ...headers, 'sallyport-continues': '0' };
      expectProblem(await ask(auth('no-session'), line, { json, headers: inSession }), 401, 'no-session');
    },
  );

  it.each(contract.filter(({ line }) => /^POST \/enroll\/(?!sso)/.test(line)))(
    'says in $line that the request has the token of neither a flow nor a session',
    async ({ line, json }) => {
      const refuses = async (): Promise<{ readonly refused: 'no-session' }> => ({ refused: 'no-session' });
      const enroll = new Proxy(fakeSallyport().enroll, { get: () => refuses });
      const auth = fakeSallyport({ sessions: { guard: refuses }, enroll });
      for (const body of [json, { unknown: 1 }]) {
        expect(expectProblem(await ask(auth, line, { json: body }), 401, 'no-session')['detail']).toBe(
          'This needs an open sign-in or a session. The request has the token of neither.',
        );
        const headers = { cookie: `__Host-sallyport-session=${'s'.repeat(43)}` };
        expect(expectProblem(await ask(auth, line, { json: body, headers }), 401, 'no-session')['detail']).toBe(
          'This needs a session: sign in.',
        );
      }
    },
  );

  it('gives its session to the handler', async () => {
    const auth = fakeSallyport({
      sessions: {
        guard,
        endOne: async (session, id) => (session === live && id === 's/2' ? undefined : { refused: 'not-found' }),
      },
    });
    expect((await ask(auth, 'DELETE /account/sessions/s%2F2')).status).toBe(200);
    expectProblem(await ask(auth, 'DELETE /account/sessions/other'), 404, 'not-found');
  });
});
