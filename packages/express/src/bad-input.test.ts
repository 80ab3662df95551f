import { thoroughly } from '@sallyport/test-support/how-much';
import { expect, it } from 'vitest';
import { type Administrator, type Answer, administrator } from './administrator.test-support.ts';

// Sends bad values in every field of every route of the contract, over the real engine. Every answer must be a success or a problem
// document, and never a fault.

const NASTY: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  'constructor',
  '__proto__',
  'toString',
  '../..',
  "' or 1=1",
  '\u{1F511}',
  '999999d',
  'A'.repeat(5_000),
  [],
  [[]],
  [null],
  {},
  { constructor: {} },
  { toString: { requiredStrength: 'toString' } },
  { x: null },
  { x: { anyOf: [[{ method: 'constructor' }]] } },
  { x: { anyOf: [Array(60).fill({ method: 'passkey' })] } },
  { window: '999999d', growth: -1, maxFailures: 1e308 },
  { policy: ['constructor'], people: [] },
];

/** All bad values in a thorough run, and in every other run each third from a random one on. A failure names its request. */
function some(): readonly unknown[] {
  const step = thoroughly(1, 3);
  const from = Math.floor(Math.random() * step);
  return NASTY.filter((_, index) => index % step === from);
}

const clientData = Buffer.from('{"type":"webauthn.get","challenge":"x","origin":"http://localhost:3000"}');
const credential = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: {
    clientDataJSON: clientData.toString('base64url'),
    authenticatorData: 'AAAA',
    attestationObject: 'AAAA',
    signature: 'AAAA',
  },
};

/** A body of the right form for each route whose body has members. For any other route the test sends `{}` as the right form. */
const TAKEN: Readonly<Record<string, Record<string, unknown>>> = {
  'POST /sign-in': { identifier: 'x@example.org', password: 'x', method: 'password' },
  'POST /sign-in/password': { password: 'x' },
  'POST /sign-in/passkey': credential,
  'POST /sign-in/totp': { code: '1' },
  'POST /sign-in/email-code': { code: '1' },
  'POST /sign-in/backup-code': { code: '1' },
  'POST /sign-in/enrollment-code': { code: '1' },
  'POST /enroll/totp/confirm': { code: '1' },
  'POST /enroll/passkey': { response: credential, name: 'x' },
  'PATCH /account/passkeys/{id}': { name: 'x' },
  'POST /account/password': { current: 'x', next: 'x' },
  'PUT /account/identifier': { identifier: 'x@example.org' },
  'POST /account/email': { email: 'x@example.org' },
  'POST /account/email/confirm': { token: 'x' },
  'POST /step-up': { strength: 'enhanced', within: '5m' },
  'POST /admin/policy/preview': { policy: {}, cursor: 'x' },
  'PUT /admin/policy': { policy: {} },
  'POST /admin/accounts': { identifier: 'y', email: 'y@example.org', roles: [], password: 'x', emergency: false },
  'PUT /admin/accounts/{id}/methods': { methods: ['password'], force: false },
  'PUT /admin/accounts/{id}/roles': { roles: ['employee'], force: false },
  'POST /admin/accounts/{id}/block': { reason: 'x' },
};
/** Left out, because these routes would delete the session or the account that the other routes need. */
const ENDING = ['DELETE /session', 'DELETE /account', 'DELETE /account/totp', 'DELETE /admin/accounts/{id}'];
const IDS = ['{other}', 'AAAA', 'constructor', '__proto__', '%F0%9F%94%91', "a'b", '%22', '..%2F..'];
const POLICY_MEMBERS =
  'requiredStrength methods preferSso administrators roles strengths lockout recentProof passkeys emailCodes enrollment recovery onTighten vault providers'.split(
    ' ',
  );

async function lines({ ask }: Administrator): Promise<string[]> {
  const { body } = await ask('GET /openapi.json');
  const paths: Record<string, object> = Object(body['paths']);
  const all = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  return all.filter((line) => !ENDING.includes(line));
}

function expectNoFault(answer: Answer, what: string): void {
  const problem = answer.type === 'application/problem+json';
  const answered = answer.status < 300 ? !problem : answer.status < 500 && problem;
  expect(answered, `${what} answered ${answer.status} ${JSON.stringify(answer.body)}`).toBe(true);
}

it('nothing that a person or a machine sends is answered 500', { timeout: 180_000 }, async () => {
  const admin = await administrator();
  const created = await admin.ask('POST /admin/accounts', { identifier: 'ben@example.org', email: 'ben@example.org' });
  expect(created.status).toBe(201);
  const other = String(created.body['accountId']);
  const headers = { 'if-match': '"0"' };
  let judged = 0;
  for (const line of await lines(admin)) {
    const ids = line.includes('{') ? IDS : [''];
    const taken = TAKEN[line] ?? {};
    const bodies = Object.keys(taken).flatMap((field) => some().map((nasty) => ({ ...taken, [field]: nasty })));
    const sent = line.startsWith('GET') ? [undefined] : [taken, ...bodies, ...some()];
    for (const id of ids) {
      const address = line.replaceAll(/\{\w+\}/g, id.replace('{other}', other));
      for (const body of id === '{other}' || id === '' ? sent : sent.slice(0, 2)) {
        const answer = await admin.ask(address, body, headers);
        expectNoFault(answer, `${address} ${JSON.stringify(body)}`);
        if (answer.status !== 400) judged += 1;
      }
    }
  }
  // Control: the session is still alive, so the requests to the administration routes were not refused for lack of a session.
  expect((await admin.ask('GET /admin/security')).status).toBe(200);
  expect(admin.faults).toEqual([]);
  expect(judged).toBeGreaterThan(200);
});

it('no policy that anyone writes is answered 500', { timeout: 90_000 }, async () => {
  const admin = await administrator();
  for (const member of POLICY_MEMBERS) {
    for (const nasty of some()) {
      for (const line of ['POST /admin/policy/preview', 'PUT /admin/policy']) {
        const body = { policy: { [member]: nasty } };
        const answer = await admin.ask(line, body, { 'if-match': '"0"' });
        expectNoFault(answer, `${line} ${JSON.stringify(body)}`);
        expect([200, 400, 412]).toContain(answer.status);
      }
    }
  }
  expect(admin.faults).toEqual([]);
});

it('no query is answered 500', async () => {
  const admin = await administrator();
  const nasty = ['constructor', '__proto__', '\u{1F511}', "'", '%', '\u0000', '-1', '9'.repeat(400), 'e30', '=='];
  for (const [line, names] of [
    ['GET /sign-in', ['local']],
    ['GET /admin/accounts', ['query', 'cursor']],
    ['GET /admin/policy/versions', ['cursor']],
    ['GET /admin/events', ['account', 'type', 'cursor']],
    ['GET /admin/accounts/constructor/exposure', ['cursor']],
  ] as const) {
    for (const name of names) {
      for (const value of nasty) {
        const address = `${line}?${new URLSearchParams({ [name]: value })}`;
        expectNoFault(await admin.ask(address), address);
      }
    }
  }
  expect(admin.faults).toEqual([]);
});
