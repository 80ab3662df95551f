import type { HostMethods } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { TenantParts } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { signIn } from './sign-in.ts';
import {
  APP,
  type Bench,
  bench,
  byPassword,
  client,
  dora,
  flowOfHers,
  inFlow,
  later,
  MINUTE,
  NOW,
  PASSKEY,
  RULES,
  TENANT,
} from './step.test-support.ts';

const id = expect.any(String);
const EXPIRED = { refused: 'flow-expired' };
/** In a known flow that is over, the client forgets the flow. */
const OVER = { ...EXPIRED, keep: { mode: 'token', flow: null } };
const SSO: HostMethods = { methods: ['password', 'passkey', 'sso'], providers: ['corp'] };
const corp = {
  providers: new Map([['corp', { id: 'corp', name: 'Corp', kind: 'oidc' }]]),
} as unknown as Partial<TenantParts>;
const keep = { mode: 'token', flow: { token: 'flow-token', expiresAt: later(30 * MINUTE) } };
const opened = (over: Partial<FlowRecord> = {}) =>
  flowOfHers({ id, tokenHash: id, accepts: ['passkey', 'password', 'enrollment-code'], ...over });

describe('an identifier alone', () => {
  const begins = async (identifier: string, over: object = {}, given: Parameters<typeof bench>[0] = {}) => {
    const at = await bench(given);
    const reply = await signIn(at.kernel).begin(client(), { identifier, ...over });
    return { at, reply };
  };
  const answer = { status: 'continue', accept: [{ method: 'passkey' }, { method: 'password' }], because: [] };

  it('X6 opens a flow with all ways in, whether or not anybody has it, and writes nothing into the log', async () => {
    for (const [identifier, over] of [
      [' Dora@Example.ORG ', {}],
      ['nobody@example.org', { subject: expect.stringMatching(/^unknown:./), accountId: undefined }],
    ] as const) {
      const { at, reply } = await begins(identifier, { continuation: 'there' });
      expect(reply).toEqual({ answer, keep: { mode: 'token', flow: { token: id, expiresAt: later(30 * MINUTE) } } });
      const token = 'keep' in reply ? (reply.keep?.flow?.token ?? '') : '';
      const flow = opened({ ...over, tokenHash: tokenHash(token), continuation: 'there' });
      expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards: {}, flow, events: [] }]);
      expect(at.steps).toHaveLength(1);
    }
  });

  it('P12 keeps what was typed where a directory may be asked for it, and nowhere else', async () => {
    const directory = { id: 'ldap', name: 'Directory', roles: [] };
    const parts = { directory } as unknown as Partial<TenantParts>;
    const asked = { identifier: 'Dora@example.org', method: 'password' };
    const { at } = await begins('Dora@example.org', { method: 'password' }, { parts });
    const accepts = ['passkey', 'password', 'enrollment-code', 'ldap'];
    expect(at.commits[0]?.flow).toEqual(opened({ accepts, asked: asked as never }));
    expect((await begins('Dora@example.org', { method: 'password' })).at.commits[0]?.flow?.asked).toBeUndefined();
  });

  it.each([
    ['an ordinary account', {}],
    ['an emergency account', { account: dora({ emergency: true }) }],
  ])('X16 takes a password where the tenant has none, and lists none, for %s', async (_, given) => {
    const listed = { status: 'continue', accept: [{ method: 'passkey' }], because: [] };
    const { at, reply } = await begins('dora@example.org', {}, { ...given, policy: { methods: ['passkey'] } });
    const { token = '' } = 'keep' in reply ? (reply.keep?.flow ?? {}) : {};
    expect(reply).toMatchObject({ answer: listed });
    expect(at.commits[0]?.flow?.accepts).toEqual(['passkey', 'enrollment-code', 'password']);
    expect(await signIn(at.kernel).status(inFlow({ flowToken: token }), { local: false })).toMatchObject({
      answer: listed,
    });
  });

  it('P12 of the directory is not that of the account whose password is kept here', async () => {
    expect(await begins('nobody@example.org', { method: 'ldap' })).toMatchObject({ reply: { answer } });
    const { at } = await begins('dora@example.org', { method: 'ldap' });
    expect(at.commits[0]?.flow?.accountId).toBeUndefined();
    expect(at.commits[0]?.flow?.subject).toMatch(/^unknown:./);
    const { password: _, ...account } = dora();
    const without = await begins('dora@example.org', { method: 'ldap' }, { account });
    expect(without.at.commits[0]?.flow).toEqual(opened());
  });

  it('goes on with the continuation of the sign-in in this client, unless another is given or it is no sign-in', async () => {
    for (const [flow, given, kept] of [
      [{}, undefined, 'before'],
      [{}, 'another', 'another'],
      [{ purpose: 'recover' }, undefined, undefined],
      [{ mode: 'cookie' }, undefined, undefined],
      [{ expiresAt: NOW }, undefined, undefined],
    ] as const) {
      const at = await bench({ flow: flowOfHers({ continuation: 'before', ...flow }) });
      await signIn(at.kernel).begin(inFlow(), { identifier: 'dora@example.org', continuation: given });
      expect(at.commits[0]?.flow?.continuation).toBe(kept);
    }
  });

  it('X17 keeps of a continuation what every store keeps', async () => {
    const [begun, there] = [await bench(), await bench({ flow: flowOfHers() })];
    const continuation = { to: '/\0' };
    await signIn(begun.kernel).begin(inFlow(), { identifier: 'dora@example.org', continuation });
    await signIn(there.kernel).beginForAnyone(inFlow(), { continuation });
    for (const { commits } of [begun, there]) expect(commits[0]?.flow?.continuation).toEqual({ to: '/\uFFFD' });
    expect(there.commits[0]?.guards.flow).toBeDefined();
  });
});

describe('a flow for anyone', () => {
  it('P8 is opened before anybody says who they are, for a provider or a passkey', async () => {
    const at = await bench();
    const reply = await signIn(at.kernel).beginForAnyone(client(), { continuation: 'there' });
    const { token = '' } = reply.keep.flow ?? {};
    expect(reply).toEqual({ keep: { mode: 'token', flow: { token: id, expiresAt: later(30 * MINUTE) } } });
    const flow = opened({
      ...{ tokenHash: tokenHash(token), subject: 'anyone', accountId: undefined, accepts: ['sso', 'passkey'] },
      ...{ forAnyone: true, continuation: 'there' },
    });
    expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards: {}, flow, events: [] }]);
    expect(at.steps).toEqual([{ tenant: TENANT, now: NOW, knownPolicy: 0 }]);
  });
});

describe('the status of a sign-in', () => {
  const statusOf = async (given: Parameters<typeof bench>[0], caller = inFlow(), local = false) => {
    const at: Bench = await bench(given);
    return signIn(at.kernel).status(caller, { local });
  };
  const open = { status: 'open', methods: ['passkey', 'password'], providers: [] };
  const withCorp = { host: SSO, parts: corp, policy: {} };
  const preferred = { ...withCorp, policy: { preferSso: 'corp' } };

  it('is the ways in before there is a flow, and in one that is for anyone', async () => {
    const at = await bench();
    expect(await signIn(at.kernel).status(client(), { local: false })).toEqual(open);
    expect(at.steps).toEqual([{ tenant: TENANT, now: NOW, knownPolicy: 0 }]);
    const methods = ['passkey', 'password', 'sso'];
    const providers = [{ id: 'corp', name: 'Corp' }];
    expect(await statusOf(withCorp, client())).toEqual({ status: 'open', methods, providers });
    const forAnyone = flowOfHers({ subject: 'anyone', accountId: undefined, forAnyone: true });
    expect(await statusOf({ flow: forAnyone })).toEqual(open);
    expect(await statusOf({ flow: forAnyone }, inFlow({ mode: 'cookie' }))).toEqual(EXPIRED);
    const proved = { ...forAnyone, evidence: [byPassword()] };
    // A flow with a proof has an account, or the account is gone.
    expect(await statusOf({ flow: proved })).toEqual(OVER);
  });

  it('names no provider where single sign-on is no way in', async () => {
    const policy = { methods: ['password'] } as const;
    expect(await statusOf({ ...withCorp, policy }, client())).toEqual({ ...open, methods: ['password'] });
  });

  it('P8 is the way to the provider that is preferred, for a browser that does not ask for the local way', async () => {
    const browser = client({ mode: 'cookie' });
    const because = [{ code: 'sso-preferred', params: { provider: 'corp' }, source: 'tenant', message: id }];
    expect(await statusOf(preferred, browser)).toEqual({
      answer: { status: 'redirect', provider: 'corp', because },
      keep: { mode: 'cookie' },
    });
    const methods = ['passkey', 'password', 'sso'];
    const waysIn = { status: 'open', methods, providers: [{ id: 'corp', name: 'Corp' }], preferSso: 'corp' };
    expect(await statusOf(preferred, browser, true)).toEqual(waysIn);
    expect(await statusOf(preferred, client())).toEqual(waysIn);
    expect(await statusOf(withCorp, browser)).toEqual({ ...waysIn, preferSso: undefined });
  });

  it('X6 before a proof is what the flow began with, and tells nothing of the account', async () => {
    const answer = { status: 'continue', accept: [{ method: 'password' }], because: [] };
    expect(await statusOf({ flow: flowOfHers() })).toEqual({ answer, keep });
    const nobodys = flowOfHers({ accountId: undefined, subject: 'unknown:x' });
    expect(await statusOf({ flow: nobodys })).toEqual({ answer, keep });
    const mailed = flowOfHers({ accepts: ['email-code'] });
    expect(await statusOf({ flow: mailed })).toMatchObject({ answer: { accept: [{ method: 'email-code' }] } });
    expect(JSON.stringify(await statusOf({ flow: mailed }))).not.toContain('sentTo');
  });

  it('X7 is none of a flow that is over, or another client’s', async () => {
    expect(await statusOf({})).toEqual(EXPIRED);
    expect(await statusOf({ flow: flowOfHers({ expiresAt: NOW }) })).toEqual(EXPIRED);
    expect(await statusOf({ flow: flowOfHers() }, inFlow({ mode: 'cookie' }))).toEqual(EXPIRED);
    expect(await statusOf({ flow: flowOfHers() }, inFlow({ flowToken: 'another' }))).toEqual(EXPIRED);
  });

  it('X13 of a recovery is what its account has now, and written only where that is another by now', async () => {
    const recovery = { passwordHash: 'new', tokenHash: 'link', rules: RULES };
    const account = dora({ totp: APP, recovery: { hash: 'link', expiresAt: later(MINUTE) } });
    const evidence = [{ method: 'reset-token', at: NOW }] as const;
    const flow = flowOfHers({ purpose: 'recover', accepts: ['totp'], recovery, evidence });
    const told = { answer: { status: 'continue', accept: [{ method: 'totp' }], because: [] }, keep };
    for (const accepts of [['totp'], ['sms-code']]) {
      const at = await bench({ account, flow: { ...flow, accepts } });
      const { status } = signIn(at.kernel);
      expect(await status(inFlow(), { local: true })).toEqual(told);
      expect(await status(inFlow(), { local: true })).toEqual(told);
      const written = { guards: { flow: { id: flow.id, version: 1 } }, flow: { ...flow, version: 2 }, events: [] };
      expect(at.commits).toEqual(accepts[0] === 'totp' ? [] : [{ tenant: TENANT, now: NOW, ...written }]);
    }
    const { recovery: _, ...over } = account;
    expect(await statusOf({ flow, account: over })).toEqual(OVER);
    const { totp: __, ...without } = account;
    expect(await statusOf({ flow, account: without })).toEqual(OVER);
  });

  it('W5 after a proof is decided anew on what is committed, and written only where it is another by now', async () => {
    const flow = flowOfHers({ evidence: [byPassword()], accepts: ['email-code'], started: true });
    const at = await bench({ flow });
    const { status } = signIn(at.kernel);
    const because = [expect.objectContaining({ code: 'strength-required' })];
    const accept = [{ method: 'email-code', sentTo: id }];
    const told = { answer: { status: 'continue', accept, because }, keep };
    expect(await status(inFlow(), { local: false })).toEqual(told);
    expect(at.commits).toEqual([]);
    await at.moves({ totp: APP });
    expect(await status(inFlow(), { local: false })).toMatchObject({ answer: { accept: [{ method: 'totp' }] }, keep });
    expect(at.commits).toMatchObject([{ flow: { ...flow, version: 2, accepts: ['totp'] }, events: [] }]);
  });

  it('W5 after a proof that is enough by now is its grant', async () => {
    const flow = flowOfHers({ evidence: [byPassword()], accepts: ['email-code'], started: true });
    const reply = await statusOf({ flow, policy: { requiredStrength: 'single' } });
    expect(reply).toMatchObject({ answer: { status: 'complete' }, keep: { flow: null } });
    const redirected = await statusOf({ flow: { ...flow, accepts: [] }, policy: { requiredStrength: 'single' } });
    expect(redirected).toMatchObject({ answer: { status: 'complete' }, keep: { flow: null } });
  });

  it('W14 of a flow that waits for an enrollment code is the refusal, and the token that stays good', async () => {
    const policy = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } as const;
    const flow = flowOfHers({ evidence: [byPassword()], accepts: ['enrollment-code'], started: true });
    const at = await bench({ flow, policy });
    const because = expect.any(Array);
    expect(await signIn(at.kernel).status(inFlow(), { local: false })).toEqual({ refused: 'no-way-in', because, keep });
    expect(at.commits).toEqual([]);
  });
});

describe('a flow that is abandoned', () => {
  it('X7 is gone, and the client forgets its token', async () => {
    const at = await bench({ flow: flowOfHers() });
    const { abandon } = signIn(at.kernel);
    expect(await abandon(inFlow({ mode: 'cookie' }))).toEqual(EXPIRED);
    expect(await abandon(client())).toEqual(EXPIRED);
    expect(at.commits).toEqual([]);
    expect(await abandon(inFlow())).toEqual({ keep: { mode: 'token', flow: null } });
    const guards = { flow: { id: 'flow', version: 1 } };
    expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards, endFlow: { id: 'flow' }, events: [] }]);
    expect(await abandon(inFlow())).toEqual(EXPIRED);
  });

  it('X7 is not, where another step was quicker', async () => {
    const at = await bench({ flow: flowOfHers() });
    at.loses(1, 'flow');
    expect(await signIn(at.kernel).abandon(inFlow())).toEqual({ refused: 'flow-conflict' });
  });
});

describe('what a passkey is asked with', () => {
  it('X6 names passkeys after a proof in this very client, and never before', async () => {
    const account: AccountRecord = dora({ passkeys: [PASSKEY] });
    const named = async (flow: Partial<FlowRecord>, caller = inFlow()) => {
      const at = await bench({ account, flow: flowOfHers({ accepts: ['passkey'], ...flow }) });
      const options = await signIn(at.kernel).passkeyOptions(caller);
      return 'refused' in options ? [] : options.allowCredentials?.map((each) => each.id);
    };
    expect(await named({ evidence: [byPassword()] })).toEqual(['k1']);
    expect(await named({})).toEqual([]);
    expect(await named({ evidence: [byPassword()] }, inFlow({ mode: 'cookie' }))).toEqual([]);
    expect(await named({ evidence: [byPassword()] }, client())).toEqual([]);
  });
});

describe('a code that is typed', () => {
  it('X7 is judged as its own method says, and is of none that there is not', async () => {
    const { kernel } = await bench({ flow: flowOfHers() });
    const { code, enrollmentCode, sendCode } = signIn(kernel);
    const typed = { code: '123456' };
    for (const method of ['totp', 'email-code', 'backup-code']) {
      expect(await code(client(), method, typed)).toEqual(EXPIRED);
      expect(await code(inFlow(), method, typed)).toEqual({ refused: 'invalid-credentials' });
    }
    for (const method of ['password', 'passkey', 'voice-code', 'enrollment-code'])
      expect(await code(client(), method, typed)).toEqual({ refused: 'not-found' });
    expect(await enrollmentCode(client(), typed)).toEqual(EXPIRED);
    expect(await enrollmentCode(inFlow(), typed)).toEqual({ refused: 'invalid-credentials' });
    expect(await sendCode(client(), 'voice-code')).toEqual({ refused: 'not-found' });
    expect(await sendCode(client(), 'email-code')).toEqual(EXPIRED);
  });

  it('W7 a passkey that is refused for another reason says nothing of whose it is', async () => {
    const { kernel } = await bench({ flow: flowOfHers({ accepts: ['passkey'] }) });
    const response = { id: 'nobodys', response: { clientDataJSON: '' } } as never;
    const { passkey } = signIn(kernel);
    expect(await passkey(inFlow({ mode: 'cookie' }), response)).toEqual(EXPIRED);
    expect(await passkey(inFlow(), response)).toEqual({ refused: 'invalid-credentials', passkey: 'unknown' });
  });
});
