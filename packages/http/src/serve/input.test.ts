import { describe, expect, it } from 'vitest';
import { counts } from '../account-samples.test-support.ts';
import { ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { assertion, registration, willing } from '../contract.test-support.ts';
import { complete, fakeSallyport, goesOn, guardFor } from '../fake-sallyport.test-support.ts';

const { guard } = guardFor();

describe('a query', () => {
  async function search(query: string) {
    const asked: unknown[] = [];
    const auth = fakeSallyport({
      sessions: { guard },
      people: {
        list: async ({ tenant: _, ...page } = {}) => {
          asked.push(page);
          return { accounts: [], counts };
        },
      },
    });
    return { reply: await ask(auth, `GET /admin/accounts?${query}`), asked };
  }

  it('is read as it was sent, without what is empty', async () => {
    expect((await search('query=a%2Bb+c&cursor=')).asked).toEqual([{ by: expect.anything(), query: 'a+b c' }]);
  });

  it.each(['limit=5', 'query=a&query=b', 'query=%00', 'query=a%0Ab', `query=${'x'.repeat(257)}`, '__proto__=1'])(
    'is refused as %s',
    async (query) => {
      const { reply, asked } = await search(query);
      expectProblem(reply, 400, 'malformed-input');
      expect(asked).toEqual([]);
    },
  );

  it('opens the local way with local=1 alone', async () => {
    const local: boolean[] = [];
    const auth = fakeSallyport({
      signIn: {
        status: async (_, options) => {
          local.push(options.local);
          return goesOn('cookie');
        },
      },
    });
    for (const query of ['local=1', 'local=0', '']) await ask(auth, `GET /sign-in?${query}`);
    expect(local).toEqual([true, false, false]);
  });
});

describe('a passkey', () => {
  async function assert(json: unknown) {
    const arrived: unknown[] = [];
    const auth = fakeSallyport({
      signIn: {
        passkey: async (_, response) => {
          arrived.push(response);
          return complete('cookie');
        },
      },
    });
    return { reply: await ask(auth, 'POST /sign-in/passkey', { json }), arrived };
  }
  const response = assertion.response;

  it('is handed on by its known members, whatever browsers add', async () => {
    const more = { ...assertion, extra: 1, response: { ...response, publicKeyAlgorithm: -7, userHandle: null } };
    const { arrived } = await assert(more);
    expect(arrived).toEqual([
      {
        id: 'AAAA',
        rawId: 'AAAA',
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
      },
    ]);
  });

  it('is taken bare and as { response }, in either ceremony', async () => {
    const [bare, wrapped] = [await assert(assertion), await assert({ response: assertion })];
    expect(wrapped.reply.status).toBe(200);
    expect(wrapped.arrived).toEqual(bare.arrived);

    const enrolled: unknown[] = [];
    const auth = fakeSallyport({
      enroll: {
        passkey: async (_, input) => {
          enrolled.push(input);
          return complete('cookie');
        },
      },
    });
    for (const json of [registration, { response: registration }, { response: registration, name: 'Key' }]) {
      expect((await ask(auth, 'POST /enroll/passkey', { json })).status).toBe(200);
    }
    expect(enrolled).toEqual([
      { response: registration },
      { response: registration },
      { response: registration, name: 'Key' },
    ]);
  });

  it.each([
    [{ ...assertion, id: 'a+b=' }, 'id'],
    [{ response: { ...assertion, id: 'a+b=' } }, 'response.id'],
    [{ response: assertion, surplus: 1 }, 'surplus'],
    [{ response: { ...assertion, response: { ...response, signature: 1 } } }, 'response.response.signature'],
  ])('%j is wrong at %s', async (json, path) => {
    const { reply, arrived } = await assert(json);
    expect(expectProblem(reply, 400, 'malformed-input')['errors']).toMatchObject([{ path }]);
    expect(arrived).toEqual([]);
  });

  it.each([
    ['no id', { ...assertion, id: undefined }],
    ['no response', { ...assertion, response: undefined }],
    ['an id that is not base64url', { ...assertion, id: 'a+b=' }],
    ['an id too long for a credential', { ...assertion, id: 'A'.repeat(1_365) }],
    ['another type', { ...assertion, type: 'password' }],
    ['a signature that is a number', { ...assertion, response: { ...response, signature: 1 } }],
    ['a text for a response', { ...assertion, response: 'x' }],
    ['extension results that are no object', { ...assertion, clientExtensionResults: [] }],
  ])('is refused for %s', async (_, json) => {
    const { reply, arrived } = await assert(json);
    expectProblem(reply, 400, 'malformed-input');
    expect(arrived).toEqual([]);
  });

  it('is refused with what a prf evaluates to, in either ceremony and wherever it stands', async () => {
    const results = { first: 'c2VjcmV0' };
    for (const more of [
      { clientExtensionResults: { prf: { enabled: true, results } } },
      { clientExtensionResults: { prf: { results: null } } },
      { prf: { results } },
      { response: { ...response, ...registration.response, extra: [{ prf: { results } }] } },
    ]) {
      const asserted = await assert({ ...assertion, ...more });
      const errors = [{ path: 'clientExtensionResults.prf.results', message: 'must not be sent' }];
      expect(expectProblem(asserted.reply, 400, 'malformed-input')['errors']).toEqual(errors);
      expect(asserted.reply.body).not.toContain('c2VjcmV0');
      const wrapped = await assert({ response: { ...assertion, ...more } });
      expect(expectProblem(wrapped.reply, 400, 'malformed-input')['errors']).toMatchObject([
        { path: 'response.clientExtensionResults.prf.results' },
      ]);
      const json = { response: { ...registration, ...more } };
      const enrolled = await ask(willing(), 'POST /enroll/passkey', { json });
      expect(expectProblem(enrolled, 400, 'malformed-input')['errors']).toEqual([
        { path: 'response.clientExtensionResults.prf.results', message: 'must not be sent' },
      ]);
    }
    const enabled = { ...assertion, clientExtensionResults: { prf: { enabled: true } } };
    expect((await assert(enabled)).reply.status).toBe(200);
  });
});

describe('a step-up', () => {
  async function stepUp(json: unknown) {
    const asked: unknown[] = [];
    const auth = fakeSallyport({
      sessions: { guard },
      signIn: {
        stepUp: async (_, __, input) => {
          asked.push(input);
          return goesOn('cookie');
        },
      },
    });
    return { reply: await ask(auth, 'POST /step-up', { json }), asked };
  }

  it('takes a duration as the policy writes it', async () => {
    expect((await stepUp({ strength: 'enhanced', within: '5m' })).asked).toEqual([
      { strength: 'enhanced', within: 300_000 },
    ]);
    expect((await stepUp({})).asked).toEqual([{}]);
  });

  it.each(['5', '', '5 m', '0m', '-5m', 300, '99999999d'])('refuses within: %j', async (within) => {
    const { reply } = await stepUp({ within });
    expect(expectProblem(reply, 400, 'malformed-input')['errors']).toMatchObject([{ path: 'within' }]);
  });
});

describe('fields of administration and account', () => {
  it.each([
    ['PUT /admin/accounts/a1/methods', { methods: ['password', 'totp'] }, 'methods.1'],
    ['PUT /admin/accounts/a1/methods', { methods: 'password' }, 'methods'],
    ['PUT /admin/accounts/a1/roles', { roles: [''] }, 'roles.0'],
    ['PUT /admin/accounts/a1/roles', { roles: [], force: 'yes' }, 'force'],
    ['POST /admin/accounts', { identifier: 'x', invite: 'yes' }, 'invite'],
    ['POST /admin/accounts', { identifier: 'x', email: 'a@x.org, b@y.org' }, 'email'],
    ['POST /admin/accounts/a1/block', { reason: 'x'.repeat(501) }, 'reason'],
    ['POST /admin/accounts/a1/block', {}, 'reason'],
    ['POST /account/email', { email: 'nobody' }, 'email'],
    ['POST /account/email', { email: 'a,b@x.org' }, 'email'],
    ['POST /account/email', { email: 'a@x.org\r\nbcc: b@x.org' }, 'email'],
    ['POST /account/password', { next: 'x'.repeat(257) }, 'next'],
    ['PATCH /account/passkeys/p1', { name: 'x'.repeat(65) }, 'name'],
    ['PUT /admin/policy', { policy: [] }, 'policy'],
  ])('%s refuses %j at %s', async (line, json, path) => {
    const reply = await ask(willing(), line, { json });
    expect(expectProblem(reply, 400, 'malformed-input')['errors']).toMatchObject([{ path }]);
  });

  it('go to the engine as they are', async () => {
    const created: unknown[] = [];
    const auth = fakeSallyport({
      sessions: { guard },
      people: {
        create: async ({ by: _, ...input }) => {
          created.push(input);
          return { refused: 'already-exists' };
        },
      },
    });
    const json = { identifier: 'Zoë@example.org', email: 'zoë@exämple.org', roles: [], emergency: false };
    expect(bodyOf(await ask(auth, 'POST /admin/accounts', { json }))['code']).toBe('already-exists');
    expect(created).toEqual([json]);
  });
});
