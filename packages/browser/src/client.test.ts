import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSallyportClient, type SallyportClient } from './client.ts';
import { clientAgainst } from './fake-server.test-support.ts';
import { memoryTokens } from './tokens.ts';

afterEach(() => vi.unstubAllGlobals());

type Row = [call: (client: SallyportClient) => Promise<unknown>, request: string, body?: unknown];

const table: Row[] = [
  [
    (c) => c.signIn.begin({ identifier: 'ada', password: 'pw' }),
    'POST /auth/sign-in',
    { identifier: 'ada', password: 'pw' },
  ],
  [(c) => c.signIn.status(), 'GET /auth/sign-in'],
  [(c) => c.signIn.status({ local: true }), 'GET /auth/sign-in?local=1'],
  [(c) => c.signIn.password('pw'), 'POST /auth/sign-in/password', { password: 'pw' }],
  [(c) => c.signIn.code('totp', '123456'), 'POST /auth/sign-in/totp', { code: '123456' }],
  [(c) => c.signIn.sendCode('email-code'), 'POST /auth/sign-in/email-code/send', {}],
  [(c) => c.signIn.code('email-code', '1'), 'POST /auth/sign-in/email-code', { code: '1' }],
  [(c) => c.signIn.sendCode('sms-code'), 'POST /auth/sign-in/sms-code/send', {}],
  [(c) => c.signIn.challenge('card'), 'POST /auth/sign-in/card/challenge', {}],
  [(c) => c.signIn.code('sms-code', '1'), 'POST /auth/sign-in/sms-code', { code: '1' }],
  [(c) => c.signIn.code('a/b', '1'), 'POST /auth/sign-in/a%2Fb', { code: '1' }],
  [(c) => c.signIn.code('backup-code', 'b'), 'POST /auth/sign-in/backup-code', { code: 'b' }],
  [(c) => c.signIn.enrollmentCode('e'), 'POST /auth/sign-in/enrollment-code', { code: 'e' }],
  [(c) => c.signIn.enrollmentCode('e', 'n'), 'POST /auth/sign-in/enrollment-code', { code: 'e', password: 'n' }],
  [(c) => c.signIn.abandon(), 'DELETE /auth/sign-in'],
  [(c) => c.enroll.secret('totp'), 'POST /auth/enroll/totp', {}],
  [(c) => c.enroll.confirmCode('totp', '1'), 'POST /auth/enroll/totp/confirm', { code: '1' }],
  [(c) => c.enroll.code('sms-code', '+49 170'), 'POST /auth/enroll/sms-code', { address: '+49 170' }],
  [(c) => c.enroll.confirmCode('sms-code', '1'), 'POST /auth/enroll/sms-code/confirm', { code: '1' }],
  [(c) => c.enroll.provider('corp'), 'POST /auth/enroll/sso/corp', {}],
  [(c) => c.session.get(), 'GET /auth/session'],
  [(c) => c.session.get({ unattended: true }), 'GET /auth/session?unattended=1'],
  [(c) => c.session.end(), 'DELETE /auth/session'],
  [(c) => c.session.disown('t'), 'POST /auth/disown', { token: 't' }],
  [(c) => c.account.get(), 'GET /auth/account'],
  [(c) => c.account.sessions(), 'GET /auth/account/sessions'],
  [(c) => c.account.revokeSession('a/b'), 'DELETE /auth/account/sessions/a%2Fb'],
  [(c) => c.account.revokeOtherSessions(), 'DELETE /auth/account/sessions'],
  [(c) => c.account.devices(), 'GET /auth/account/devices'],
  [(c) => c.account.forgetDevice('a/b'), 'DELETE /auth/account/devices/a%2Fb'],
  [(c) => c.account.rename('b'), 'PUT /auth/account/identifier', { identifier: 'b' }],
  [(c) => c.account.renamePasskey('p', 'Phone'), 'PATCH /auth/account/passkeys/p', { name: 'Phone' }],
  [(c) => c.account.removePasskey('p'), 'DELETE /auth/account/passkeys/p'],
  [(c) => c.account.removeCode('totp'), 'DELETE /auth/account/totp'],
  [(c) => c.account.removeCode('sms-code'), 'DELETE /auth/account/sms-code'],
  [(c) => c.account.unlinkProvider('corp'), 'DELETE /auth/account/external-ids/corp'],
  [(c) => c.account.newBackupCodes(), 'POST /auth/account/backup-codes', {}],
  [(c) => c.account.changePassword({ next: 'n' }), 'POST /auth/account/password', { next: 'n' }],
  [(c) => c.account.changeEmail('a@b.c'), 'POST /auth/account/email', { email: 'a@b.c' }],
  [(c) => c.account.confirmEmail('t'), 'POST /auth/account/email/confirm', { token: 't' }],
  [(c) => c.account.exportData(), 'GET /auth/account/export'],
  [(c) => c.account.delete(), 'DELETE /auth/account'],
  [(c) => c.signUp.begin('ada@example.org'), 'POST /auth/sign-up', { email: 'ada@example.org' }],
  [(c) => c.signUp.confirm({ token: 't' }), 'POST /auth/sign-up/confirm', { token: 't' }],
  [(c) => c.recovery.begin('ada'), 'POST /auth/recover', { identifier: 'ada' }],
  [(c) => c.recovery.confirm({ token: 't', next: 'n' }), 'POST /auth/recover/confirm', { token: 't', next: 'n' }],
  [(c) => c.invitation.accept({ token: 't' }), 'POST /auth/invitation', { token: 't' }],
  [
    (c) => c.stepUp({ strength: 'enhanced', within: '300s' }),
    'POST /auth/step-up',
    { strength: 'enhanced', within: '300s' },
  ],
  [(c) => c.stepUp({ in: 'acme' }), 'POST /auth/step-up', { in: 'acme' }],
  [(c) => c.stepUp(), 'POST /auth/step-up', {}],
  [(c) => c.admin.policy.get(), 'GET /auth/admin/policy'],
  [
    (c) => c.admin.policy.put({ requiredStrength: 'enhanced' }, { version: 3 }),
    'PUT /auth/admin/policy',
    { policy: { requiredStrength: 'enhanced' } },
  ],
  [(c) => c.admin.policy.preview({}, { cursor: 'n' }), 'POST /auth/admin/policy/preview', { policy: {}, cursor: 'n' }],
  [(c) => c.admin.policy.versions(), 'GET /auth/admin/policy/versions'],
  [(c) => c.admin.accounts(), 'GET /auth/admin/accounts'],
  [(c) => c.admin.accounts({ query: 'a b' }), 'GET /auth/admin/accounts?query=a+b'],
  [(c) => c.admin.account('x'), 'GET /auth/admin/accounts/x'],
  [
    (c) => c.admin.createAccount({ identifier: 'x', invite: true }),
    'POST /auth/admin/accounts',
    { identifier: 'x', invite: true },
  ],
  [(c) => c.admin.deleteAccount('x'), 'DELETE /auth/admin/accounts/x'],
  [(c) => c.admin.setMethods('x', ['sso']), 'PUT /auth/admin/accounts/x/methods', { methods: ['sso'] }],
  [(c) => c.admin.setMethods('x', null), 'PUT /auth/admin/accounts/x/methods', { methods: null }],
  [
    (c) => c.admin.setRoles('x', ['admin'], { force: true }),
    'PUT /auth/admin/accounts/x/roles',
    { roles: ['admin'], force: true },
  ],
  [
    (c) => c.admin.setExternalIds('x', [{ provider: 'corp', subject: '1' }]),
    'PUT /auth/admin/accounts/x/external-ids',
    { externalIds: [{ provider: 'corp', subject: '1' }] },
  ],
  [(c) => c.admin.resetTwoStep('x'), 'POST /auth/admin/accounts/x/reset-two-step', {}],
  [(c) => c.admin.resetPasskeys('x'), 'POST /auth/admin/accounts/x/reset-passkeys', {}],
  [(c) => c.admin.revokePasskey('x', 'p'), 'DELETE /auth/admin/accounts/x/passkeys/p'],
  [(c) => c.admin.enrollmentCode('x'), 'POST /auth/admin/accounts/x/enrollment-code', {}],
  [(c) => c.admin.helpIn('x', { lost: ['app'] }), 'POST /auth/admin/accounts/x/help-in', { lost: ['app'] }],
  [(c) => c.admin.block('x', 'lost'), 'POST /auth/admin/accounts/x/block', { reason: 'lost' }],
  [(c) => c.admin.unblock('x'), 'POST /auth/admin/accounts/x/unblock', {}],
  [(c) => c.admin.unlock('x'), 'POST /auth/admin/accounts/x/unlock', {}],
  [(c) => c.admin.invite('x'), 'POST /auth/admin/accounts/x/invitation', {}],
  [(c) => c.admin.withdrawInvitation('x'), 'DELETE /auth/admin/accounts/x/invitation'],
  [(c) => c.admin.sessions('x'), 'GET /auth/admin/accounts/x/sessions'],
  [(c) => c.admin.endSession('x', 's'), 'DELETE /auth/admin/accounts/x/sessions/s'],
  [(c) => c.admin.devices('x'), 'GET /auth/admin/accounts/x/devices'],
  [(c) => c.admin.forgetDevice('x', 'd'), 'DELETE /auth/admin/accounts/x/devices/d'],
  [(c) => c.admin.exposure('x'), 'GET /auth/admin/accounts/x/exposure'],
  [
    (c) => c.admin.events({ account: 'x', type: 'policy.changed' }),
    'GET /auth/admin/events?account=x&type=policy.changed',
  ],
  [(c) => c.admin.security(), 'GET /auth/admin/security'],
  [(c) => c.admin.overview(), 'GET /auth/admin/overview'],
  [(c) => c.admin.risks(), 'GET /auth/admin/risks'],
];

describe('the client speaks the contract', () => {
  it.each(table)('%# %s', async (call, request, body) => {
    const { client, seen } = clientAgainst();
    await call(client);
    expect(seen).toHaveLength(1);
    expect(`${seen[0]?.method} ${seen[0]?.url}`).toBe(request);
    expect(seen[0]?.body).toEqual(body);
    expect(seen[0]?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
  });

  it('bases a change of policy on a version, quoted as an entity tag', async () => {
    const { client, seen } = clientAgainst();
    await client.admin.policy.put({}, { version: 7 });
    expect(seen[0]?.headers['if-match']).toBe('"7"');
  });

  it('reads an answer without a body as nothing', async () => {
    const { client } = clientAgainst({ status: 204 });
    await expect(client.session.end()).resolves.toBeUndefined();
  });

  it('takes what a member holds out of its wrapper', async () => {
    const session = { accountId: 'a' };
    const { client } = clientAgainst(
      { body: { session } },
      { body: { sessions: [session] } },
      { body: { backupCodes: ['1'] } },
    );
    expect(await client.session.get()).toEqual(session);
    expect(await client.account.sessions()).toEqual([session]);
    expect(await client.account.newBackupCodes()).toEqual(['1']);
  });

  it('talks to where the host mounted it, with or without a slash at the end', async () => {
    const urls: string[] = [];
    const fetch = async (url: RequestInfo | URL): Promise<Response> => {
      urls.push(String(url));
      return new Response('{}');
    };
    await createSallyportClient({ fetch, baseUrl: '/id/' }).account.get();
    await createSallyportClient({ fetch, baseUrl: 'https://id.example' }).account.get();
    expect(urls).toEqual(['/id/account', 'https://id.example/account']);
    expect(createSallyportClient({ baseUrl: '/id/' }).signIn.ssoLocation('corp')).toBe('/id/sign-in/sso/corp');
  });

  it('X7 refuses a misspelt option, and a server on another origin to which the browser would send no cookies', () => {
    expect(() => createSallyportClient(Object({ credentails: 'include' }))).toThrow(
      /^createSallyportClient: there is no option 'credentails'; there are baseUrl, credentials/,
    );
    const elsewhere = 'https://api.example.org/auth';
    expect(() => createSallyportClient({ baseUrl: elsewhere })).not.toThrow();
    vi.stubGlobal('location', new URL('https://app.example.org/sign-in'));
    expect(() => createSallyportClient({ baseUrl: elsewhere })).toThrow(
      /^createSallyportClient: https:\/\/api\.example\.org is another origin than this page, https:\/\/app\.example\.org,/,
    );
    const fetch = async () => new Response('{}');
    const given = [{ credentials: 'include' }, { tokens: memoryTokens() }, { fetch }] as const;
    for (const one of given) expect(() => createSallyportClient({ baseUrl: elsewhere, ...one })).not.toThrow();
    for (const baseUrl of ['/auth', 'https://app.example.org/auth', 'auth'])
      expect(() => createSallyportClient({ baseUrl })).not.toThrow();
    vi.stubGlobal('location', new URL('about:blank'));
    expect(() => createSallyportClient()).not.toThrow();
  });
});

it('X26 in token mode keeps the flow that a refusal leaves open, for an enrollment code', async () => {
  const tokens = memoryTokens();
  const problem = {
    type: '',
    title: 'No way in',
    status: 403,
    code: 'no-way-in',
    flow: { token: 'f'.repeat(43), expiresAt: '' },
  };
  const refuse = async () =>
    new Response(JSON.stringify(problem), { status: 403, headers: { 'content-type': 'application/problem+json' } });
  const client = createSallyportClient({ tokens, fetch: refuse });
  await expect(client.signIn.begin({ identifier: 'ada', password: 'pw' })).rejects.toMatchObject({ code: 'no-way-in' });
  expect(await tokens.read()).toMatchObject({ flow: 'f'.repeat(43) });
});

it('X26 in token mode a sign-out forgets the open sign-in with the session: the next person could go on with its proofs', async () => {
  const tokens = memoryTokens();
  await tokens.write({ flow: 'f', session: 's', device: 'd' });
  const client = createSallyportClient({ tokens, fetch: async () => Response.json({}) });
  await client.session.end();
  expect(await tokens.read()).toEqual({ device: 'd' });
});

it('X26 in token mode a session that is over keeps its token until a sign-out, which forgets the open sign-in too', async () => {
  const tokens = memoryTokens();
  await tokens.write({ flow: 'f', session: 's', device: 'd' });
  const over = { type: '', title: 'Not signed in', status: 401, code: 'no-session' };
  const headers = { 'content-type': 'application/problem+json' };
  const refuse = async () => new Response(JSON.stringify(over), { status: 401, headers });
  const client = createSallyportClient({ tokens, fetch: refuse });
  await expect(client.session.get()).rejects.toMatchObject({ code: 'no-session' });
  expect(await tokens.read()).toEqual({ flow: 'f', session: 's', device: 'd' });
  await expect(client.session.end()).rejects.toMatchObject({ code: 'no-session' });
  expect(await tokens.read()).toEqual({ device: 'd' });
});

it('X26 X28 in token mode keeps a device token for each person, the newest first, at most five', async () => {
  const tokens = memoryTokens();
  const sent: (string | null)[] = [];
  let person = 0;
  const answer = async (_: unknown, { method = 'GET', headers }: RequestInit = {}) => {
    sent.push(new Headers(headers).get('sallyport-device'));
    if (method === 'DELETE') return new Response(null, { status: 204 });
    const device = person < 7 ? { device: { token: `d${++person}` } } : {};
    return Response.json({ status: 'complete', session: { token: 's' }, ...device });
  };
  const client = createSallyportClient({ tokens, fetch: answer });
  for (let turn = 0; turn < 8; turn++) await client.signIn.begin({ identifier: 'ada', password: 'pw' });
  expect(sent).toEqual([
    ...[null, 'd1', 'd2.d1', 'd3.d2.d1', 'd4.d3.d2.d1', 'd5.d4.d3.d2.d1', 'd6.d5.d4.d3.d2', 'd7.d6.d5.d4.d3'],
  ]);
  await client.session.end();
  expect(await tokens.read()).toMatchObject({ device: 'd7.d6.d5.d4.d3' });
  // After a deletion, the list of several people stays, and the token of one person goes.
  await client.account.delete();
  expect(await tokens.read()).toEqual({ device: 'd7.d6.d5.d4.d3' });
  await tokens.write({ device: 'd1', session: 's' });
  await client.account.delete();
  expect((await tokens.read()).device).toBeUndefined();
});
