import { describe, expect, it } from 'vitest';
import { account, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence, HelpsIn } from '../strength/evidence.ts';
import type { EnrollableMethod } from '../strength/method.ts';
import { milliseconds } from '../time/duration.ts';
import type { Act, Actor } from './act.ts';
import { answerTo, minutesAgo, reasonsOf, verdictOn } from './asked.test-support.ts';
import { recoveryAccepts } from './recovery.ts';

type InFlow = Extract<Actor, { kind: 'flow' }>;

const ENHANCED: PolicyInput<string> = { requiredStrength: 'enhanced' };
const SIGN_IN: InFlow = { kind: 'flow', purpose: 'sign-in' };
const STEP_UP: InFlow = { kind: 'flow', purpose: 'step-up' };
const SIGN_UP: InFlow = { kind: 'flow', purpose: 'sign-up' };
const RECOVERY: InFlow = { kind: 'flow', purpose: 'recover' };
const BY_MAIL: readonly Evidence[] = [password(), proof('email-code')];
const enrolls = (factor: EnrollableMethod = 'totp'): Act => ({ type: 'enroll', factor });
const helpingCode = (helpsIn?: HelpsIn): Evidence => ({ method: 'enrollment-code', at: NOW, helpsIn });

describe('X10 in a flow a factor is set up where the decision asks for it', () => {
  const ask = (
    policy: PolicyInput<string>,
    evidence: readonly Evidence[],
    { act = enrolls(), target = account(WITH_MAIL), actor = SIGN_IN } = {},
  ) => answerTo(policy, act, { actor, target, evidence });

  it('and is refused where it is not needed, or not asked for yet', () => {
    expect(ask(ENHANCED, BY_MAIL)).toBe('allowed');
    expect(ask(ENHANCED, [password()])).toBe('method-not-allowed');
    expect(ask(ENHANCED, [])).toBe('method-not-allowed');
    expect(ask({}, BY_MAIL)).toBe('method-not-allowed');
    expect(ask({ ...ENHANCED, methods: ['sso'] }, BY_MAIL)).toBe('method-not-allowed');
  });

  it('of what is offered, and nothing else', () => {
    const strict: PolicyInput<string> = { requiredStrength: 'phishing-resistant' };
    expect(ask(strict, BY_MAIL, { act: enrolls('passkey') })).toBe('allowed');
    expect(ask(strict, BY_MAIL)).toBe('method-not-allowed');
  });

  it('N15 is judged on what is there now: the mailbox gave way, or the policy wants a voucher', () => {
    const moved = account({ ...WITH_MAIL, password: 'mailbox' });
    const byMail = [password('mailbox'), proof('email-code')];
    const verdict = verdictOn(ENHANCED, enrolls(), { actor: SIGN_IN, target: moved, evidence: byMail });
    expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in' });
    expect(reasonsOf(verdict)).toContain('same-mailbox');
    const vouched: PolicyInput<string> = { ...ENHANCED, enrollment: { firstFactor: 'vouched' } };
    expect(ask(vouched, BY_MAIL)).toBe('no-way-in');
    expect(ask(vouched, [password(), proof('enrollment-code')])).toBe('allowed');
  });

  it('by the local way, if a provider is preferred', () => {
    const preferring: PolicyInput<string> = { ...ENHANCED, preferSso: 'corp', providers: { corp: {} } };
    expect(ask(preferring, BY_MAIL)).toBe('allowed');
    const asked = { actor: SIGN_IN, target: account(WITH_MAIL), evidence: [] };
    expect(reasonsOf(verdictOn(preferring, enrolls(), asked))).toContain('strength-required');
  });

  it('within the limit of passkeys', () => {
    const strict: PolicyInput<string> = {
      requiredStrength: 'office',
      strengths: { office: { anyOf: [[{ method: 'passkey', attested: true }]] } },
    };
    const keys = (count: number) =>
      account({ ...WITH_MAIL, passkeys: Array.from({ length: count }, (_, place) => key(`k${place}`)) });
    const evidence = [passkey('k0')];
    expect(ask(strict, evidence, { act: enrolls('passkey'), target: keys(24) })).toBe('allowed');
    expect(ask(strict, evidence, { act: enrolls('passkey'), target: keys(25) })).toBe('too-many-passkeys');
  });

  it('X8 in a step-up by recent evidence alone, whatever the step-up is for', () => {
    const old = minutesAgo(16, ...BY_MAIL);
    const within = milliseconds(900_000);
    for (const demand of [
      undefined,
      { strengths: [] },
      { strengths: ['enhanced'] },
      { strengths: ['enhanced'], within },
    ]) {
      const actor = { ...STEP_UP, demand };
      expect(ask(ENHANCED, BY_MAIL, { actor })).toBe('allowed');
      expect(ask(ENHANCED, old, { actor })).toBe('method-not-allowed');
    }
    // The control: a sign-in goes by what was proved in it.
    expect(ask(ENHANCED, old)).toBe('allowed');
  });

  it('X8 for what the step-up asks for', () => {
    const actor = { ...STEP_UP, demand: { strengths: ['enhanced'] } };
    expect(ask({}, BY_MAIL, { actor })).toBe('allowed');
    expect(ask({}, BY_MAIL, { actor: STEP_UP })).toBe('method-not-allowed');
  });
});

describe('X21 a sign-up', () => {
  const create = { type: 'create', roles: [], emergency: false } as const;
  const LINK = [proof('email-code')];
  const MAILED = account({ mailDomain: 'example.org' });
  const WITH_PASSWORD = account({ mailDomain: 'example.org', password: 'independent' });
  const ask = (policy: PolicyInput<string>, asked: Partial<Parameters<typeof answerTo>[2]> = {}, act: Act = create) =>
    answerTo(policy, act, { actor: SIGN_UP, target: MAILED, evidence: LINK, ...asked });

  it('makes an account without rights, for the person who proved its address', () => {
    expect(ask({})).toBe('allowed');
    expect(ask({}, { target: WITH_PASSWORD })).toBe('allowed');
    for (const evidence of [[], [password()], [proof('reset-token')]])
      expect(ask({}, { evidence })).toBe('not-permitted');
    expect(ask({}, {}, { ...create, roles: ['admin'] })).toBe('not-permitted');
    expect(ask({}, {}, { ...create, emergency: true })).toBe('not-permitted');
    for (const actor of [SIGN_IN, STEP_UP, RECOVERY]) expect(ask({}, { actor })).toBe('not-permitted');
  });

  it('makes no account that nobody could sign in to, or whose password the policy forbids', () => {
    expect(ask({ methods: ['sso'], providers: { corp: {} } })).toBe('no-way-in');
    expect(ask({ methods: ['passkey'] }, { target: WITH_PASSWORD })).toBe('method-not-allowed');
    expect(ask({ methods: ['passkey'] })).toBe('allowed');
  });

  it('X10 opens the set-up of factors without a further proof, because the new account has nothing to protect', () => {
    const strict: PolicyInput<string> = { ...ENHANCED, enrollment: { firstFactor: 'vouched' } };
    const evidence = [password(), proof('email-code')];
    expect(ask(strict, { target: WITH_PASSWORD, evidence })).toBe('allowed');
    expect(ask(strict, { target: WITH_PASSWORD, evidence }, enrolls())).toBe('allowed');
    expect(ask(strict, { target: WITH_PASSWORD, evidence, actor: SIGN_IN }, enrolls())).toBe('no-way-in');
    expect(ask({}, {}, enrolls('passkey'))).toBe('allowed');
    expect(ask({}, { actor: SIGN_IN }, enrolls('passkey'))).not.toBe('allowed');
  });

  it('P8 brings the person to no provider, and keeps a blocked person out', () => {
    expect(ask({ preferSso: 'corp', providers: { corp: {} } })).toBe('allowed');
    const holders = [account({}, { blocked: true })];
    expect(ask({}, {}, { ...create, holders })).toBe('account-blocked');
  });
});

describe('X13 a recovery', () => {
  const recover: Act = { type: 'recover' };
  const LINK = proof('reset-token');
  const MAILED = account(WITH_MAIL);
  const ask = (
    target: AccountFacts,
    evidence: readonly Evidence[],
    { policy = {}, actor = RECOVERY }: { readonly policy?: PolicyInput<string>; readonly actor?: InFlow } = {},
  ) => answerTo(policy, recover, { actor, target, evidence });

  it('takes the link, in a flow that is for it', () => {
    expect(ask(MAILED, [LINK])).toBe('allowed');
    expect(ask(MAILED, [])).toBe('not-permitted');
    expect(ask(MAILED, [password()])).toBe('not-permitted');
    for (const actor of [SIGN_IN, STEP_UP]) expect(ask(MAILED, [LINK], { actor })).toBe('not-permitted');
  });

  it('P9 is of a password that the account has and may use', () => {
    const policy: PolicyInput<string> = { methods: ['sso', 'passkey'] };
    const verdict = verdictOn(policy, recover, { actor: RECOVERY, target: MAILED, evidence: [LINK] });
    expect(verdict).toMatchObject({ outcome: 'refused', reason: 'method-not-allowed' });
    expect(reasonsOf(verdict)).toEqual(['methods-restricted']);
    expect(ask({ ...MAILED, emergency: true }, [LINK], { policy })).toBe('allowed');
    expect(ask(account({ mailDomain: 'corp.example' }), [LINK])).toBe('method-not-allowed');
  });

  it('takes another factor of the account besides, and says which would do', () => {
    const withApp = account({ ...WITH_MAIL, totp: true, backupCodes: 3 });
    const verdict = verdictOn({}, recover, { actor: RECOVERY, target: withApp, evidence: [LINK] });
    expect(verdict).toMatchObject({ reason: 'method-not-allowed', because: [], accept: ['totp', 'backup-code'] });
    for (const shown of [password(), proof('email-code')])
      expect(ask(withApp, [LINK, shown])).toBe('method-not-allowed');
    for (const shown of [proof('totp'), proof('backup-code')]) expect(ask(withApp, [LINK, shown])).toBe('allowed');
  });

  it('P14 takes the code that helps a person in for the other factor, and no other code of an administrator', () => {
    const withApp = account({ ...WITH_MAIL, totp: true });
    for (const helpsIn of ['first', 'further'] as const)
      expect(ask(withApp, [LINK, helpingCode(helpsIn)])).toBe('allowed');
    expect(ask(withApp, [LINK, helpingCode()])).toBe('method-not-allowed');
    expect(ask(withApp, [helpingCode('first')])).toBe('not-permitted');
  });

  it('takes a stronger factor from the moment at which the owner sets it up', () => {
    const host = { methods: ['password', 'email-code', 'passkey', 'totp'], codes: ['sms-code'] } as const;
    const asked = { actor: RECOVERY, evidence: [LINK, proof('sms-code')], host };
    const before = account({ ...WITH_MAIL, codes: ['sms-code'] });
    expect(answerTo({}, recover, { ...asked, target: before })).toBe('allowed');
    const after = account({ ...WITH_MAIL, codes: ['sms-code'], passkeys: [key()] });
    expect(answerTo({}, recover, { ...asked, target: after })).toBe('method-not-allowed');
    expect(answerTo({}, recover, { ...asked, target: after, evidence: [LINK, passkey()] })).toBe('allowed');
  });

  it('asks for no code that the host delivers no longer', () => {
    const withCodes = account({ ...WITH_MAIL, codes: ['sms-code', 'voice-code'] });
    const policy = definePolicy({}, { methods: ['password'], codes: ['voice-code'] });
    expect(recoveryAccepts(policy, withCodes)).toEqual(['voice-code']);
    expect(recoveryAccepts(definePolicy({}), withCodes)).toEqual([]);
    expect(recoveryAccepts(policy, MAILED)).toEqual([]);
  });
});

describe('X10 P14 a person who lost the password', () => {
  const choose: Act = { type: 'set-password' };
  const LOST = account({ mailDomain: 'corp.example' });
  const CODE = helpingCode('first');
  const ask = (evidence: readonly Evidence[], { target = LOST, policy = {} as PolicyInput<string> } = {}) =>
    answerTo(policy, choose, { actor: SIGN_IN, target, evidence });

  it('chooses a password with the code that helps the person in, whatever else the person proved', () => {
    expect(ask([CODE])).toBe('allowed');
    expect(ask([proof('email-code'), CODE])).toBe('allowed');
    expect(ask([CODE, proof('email-code')])).toBe('allowed');
  });

  it('chooses no password without that code: a code for a further factor does not replace the first proof', () => {
    for (const evidence of [
      [],
      [helpingCode('further')],
      [helpingCode()],
      [proof('email-code')],
      [proof('reset-token')],
    ])
      expect(ask(evidence)).toBe('not-permitted');
  });

  it('chooses no password over one that the account has: whoever stole the code would have the account', () => {
    for (const provenance of ['independent', 'mailbox'] as const)
      expect(ask([CODE], { target: account({ ...WITH_MAIL, password: provenance }) })).toBe('not-permitted');
  });

  it('P9 chooses no password that the account could not use, and no second one beside the password of a directory', () => {
    const policy: PolicyInput<string> = { methods: ['passkey'] };
    const verdict = verdictOn(policy, choose, { actor: SIGN_IN, target: LOST, evidence: [CODE] });
    expect(verdict).toMatchObject({ outcome: 'refused', reason: 'method-not-allowed' });
    expect(reasonsOf(verdict)).toEqual(['methods-restricted']);
    expect(ask([CODE], { policy, target: { ...LOST, emergency: true } })).toBe('allowed');
    expect(ask([CODE], { target: { ...LOST, methods: ['passkey'] } })).toBe('method-not-allowed');
    expect(ask([CODE], { target: account({ ldap: true }) })).toBe('method-not-allowed');
  });

  it('P18 chooses no password while the account is blocked', () => {
    expect(ask([CODE], { target: { ...LOST, blocked: true } })).toBe('account-blocked');
  });
});
