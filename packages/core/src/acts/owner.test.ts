import { describe, expect, it } from 'vitest';
import {
  account,
  key,
  LONG_AGO,
  NOW,
  passkey,
  password,
  proof,
  sso,
  WITH_MAIL,
} from '../decision/facts.test-support.ts';
import type { HostMethods } from '../policy/host-methods.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type EnrollableMethod, METHODS } from '../strength/method.ts';
import type { Act } from './act.ts';
import { ADMINISTERED, answerTo, everyAct, minutesAgo, reasonsOf, verdictOn } from './asked.test-support.ts';
import { MOST_PASSKEYS } from './limits.ts';

const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
const TOTP: EnrollableMethod = 'totp';
const enrolls = (factor: EnrollableMethod = TOTP): Act => ({ type: 'enroll', factor });
const LINK: Act = { type: 'link', method: 'sso', provider: 'club' };
const WITH_APP = account({ ...WITH_MAIL, totp: true, backupCodes: 8 });
const WITH_KEY = account({ ...WITH_MAIL, passkeys: [key()] });
const BY_APP: readonly Evidence[] = [password(), proof('totp')];

/** Acts that take recent proof, and no open gate. */
const CHANGES = ['remove', 'unlink', 'rename-passkey', 'write-vault', 'delete', 'set-identifier', 'export'] as const;
/** Acts that give the account something to show. */
const SET_UPS = ['enroll', 'link', 'set-address', 'set-password', 'issue-backup-codes'] as const;

describe("X9 a change of one's own takes recent proof at the account's strongest level", () => {
  it.each([...CHANGES, ...SET_UPS])('%s', (type) => {
    const act = everyAct(WITH_APP)[type];
    const ask = (evidence: readonly Evidence[]) => answerTo({}, act, { target: WITH_APP, evidence });
    expect(ask(BY_APP)).toBe('allowed');
    expect(ask(minutesAgo(15, ...BY_APP))).toBe('allowed');
    expect(ask(minutesAgo(15.01, ...BY_APP))).toBe('insufficient-strength');
    expect(ask([password(), ...minutesAgo(20, proof('totp'))])).toBe('insufficient-strength');
    expect(ask([password(), proof('email-code')])).toBe('insufficient-strength');
    expect(ask([])).toBe('insufficient-strength');
  });

  it('says what a step-up has to reach, and why', () => {
    const verdict = verdictOn({ recentProof: '5m' }, enrolls(), { target: WITH_KEY, evidence: BY_APP });
    expect(verdict).toMatchObject({ demand: { strengths: ['phishing-resistant'], within: 300_000 } });
    expect(reasonsOf(verdict)).toEqual(['strength-required', 'recent-proof-required']);
    expect(answerTo({}, enrolls(), { target: WITH_KEY, evidence: [passkey()] })).toBe('allowed');
  });

  it('also where less opens the enrollment gate: a backup code does not stand in for the passkey', () => {
    const target = account({ ...WITH_MAIL, passkeys: [key()], backupCodes: 8 });
    const evidence = [password(), proof('backup-code')];
    for (const type of SET_UPS)
      expect(answerTo({}, everyAct(target)[type], { target, evidence })).toBe('insufficient-strength');
  });

  it('ends sessions and forgets devices without a proof: whoever was robbed does so at once', () => {
    for (const type of ['end-sessions', 'forget-device'] as const)
      expect(answerTo({}, { type }, { target: WITH_KEY })).toBe('allowed');
  });
});

describe('X10 what gives the account something to show asks the enrollment gate', () => {
  it.each(SET_UPS)('%s: a passkey that did not verify its user is one proof, and opens nothing', (type) => {
    const target = account({ passkeys: [key('k1', { userVerified: false })], totp: false });
    const alone = [passkey('k1', { userVerified: false })];
    const ask = (who: AccountFacts, evidence: readonly Evidence[]) =>
      answerTo(SINGLE, everyAct(who)[type], { target: who, evidence });
    expect(ask(target, alone)).toBe('no-way-in');
    // The control: the same passkey beside a password.
    const both = account({ ...target.factors, password: 'independent' });
    expect(ask(both, [...alone, password()])).toBe('allowed');
  });

  it.each(['enroll', 'link', 'set-address'] as const)(
    '%s: where a password is all there is, one proof opens nothing',
    (type) => {
      const target = account({ password: 'independent' });
      const act = everyAct(target)[type];
      const evidence = [password()];
      expect(answerTo(SINGLE, act, { target, evidence })).toBe('no-way-in');
      const asPolicy = { ...SINGLE, enrollment: { firstFactor: 'password' } } as const;
      expect(answerTo(asPolicy, act, { target, evidence })).toBe('allowed');
    },
  );

  it('N12 the mailbox reaches no link, no address and no factor: neither by a password that it set', () => {
    const target = account({ password: 'mailbox', mailDomain: 'corp.example' });
    const byMailbox = [password('mailbox'), proof('email-code')];
    for (const act of [enrolls(), LINK, { type: 'set-address' } as const]) {
      const verdict = verdictOn({ providers: { club: {} } }, act, { target, evidence: byMailbox });
      expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in' });
      expect(reasonsOf(verdict)).toEqual(['same-mailbox', 'enrollment-needs-vouching']);
      const own = account(WITH_MAIL);
      expect(answerTo({}, act, { target: own, evidence: [password(), proof('email-code')] })).toBe('allowed');
    }
  });

  it('P3 where the policy wants first factors vouched for, two proofs open nothing', () => {
    const vouched: PolicyInput<string> = { enrollment: { firstFactor: 'vouched' } };
    const evidence = [password(), proof('email-code')];
    const verdict = verdictOn(vouched, enrolls(), { target: account(WITH_MAIL), evidence });
    expect(verdict).toMatchObject({ reason: 'no-way-in' });
    expect(reasonsOf(verdict)).toEqual(['enrollment-needs-vouching']);
    expect(answerTo(vouched, enrolls('passkey'), { target: WITH_APP, evidence: BY_APP })).toBe('allowed');
  });

  it('the gate goes by recent evidence: what was proved long ago opens nothing', () => {
    const trusted: PolicyInput<string> = { providers: { corp: { trust: [{ amr: ['hwk'], strength: 'enhanced' }] } } };
    const target = account({ sso: ['corp'], totp: true });
    const word = sso('corp', { amr: ['hwk'] });
    const ask = (...app: readonly Evidence[]) =>
      answerTo(trusted, enrolls('passkey'), { target, evidence: [word, ...app] });
    expect(ask(...minutesAgo(16, proof('totp')))).toBe('insufficient-strength');
    expect(ask(...minutesAgo(15, proof('totp')))).toBe('allowed');
  });

  it.each(['enrollment-code', 'reset-token'] as const)('in a session, a %s changes nothing', (method) => {
    const target = account({ password: 'independent' });
    for (const act of Object.values(everyAct(target))) {
      const ask = (evidence: readonly Evidence[]) => answerTo(SINGLE, act, { target, evidence });
      expect(ask([password(), proof(method)])).toBe(ask([password()]));
    }
  });
});

describe('what may be set up', () => {
  it('only what the host brings and the policy knows', () => {
    const ask = (factor: EnrollableMethod, host?: HostMethods) =>
      answerTo({}, enrolls(factor), { target: WITH_KEY, evidence: [passkey()], host });
    expect(ask('totp')).toBe('allowed');
    expect(ask('passkey')).toBe('allowed');
    expect(ask('totp', { methods: ['password', 'passkey'] })).toBe('method-not-allowed');
    expect(ask('passkey', { methods: ['password', 'totp'] })).toBe('method-not-allowed');
    expect(ask('sms-code')).toBe('method-not-allowed');
    expect(ask('sms-code', { methods: [...METHODS], codes: ['sms-code'] })).toBe('allowed');
    for (const never of ['email-code', 'backup-code', 'enrollment-code'] as const)
      expect(ask(never)).toBe('method-not-allowed');
  });

  it('another in the place of the one in use, too', () => {
    expect(answerTo({}, enrolls('totp'), { target: WITH_APP, evidence: BY_APP })).toBe('allowed');
  });

  it('as many passkeys as an account may have, and no more', () => {
    const keys = (count: number) =>
      account({ ...WITH_MAIL, totp: true, passkeys: Array.from({ length: count }, (_, place) => key(`k${place}`)) });
    const ask = (count: number, factor: EnrollableMethod) =>
      answerTo({}, enrolls(factor), { target: keys(count), evidence: [passkey('k0')] });
    expect(MOST_PASSKEYS).toBe(25);
    expect(ask(24, 'passkey')).toBe('allowed');
    expect(ask(25, 'passkey')).toBe('too-many-passkeys');
    expect(ask(25, 'totp')).toBe('allowed');
  });

  it('backup codes only beside what they stand in for', () => {
    const issue: Act = { type: 'issue-backup-codes' };
    const shown = [password(), proof('email-code')];
    expect(answerTo({}, issue, { target: account(WITH_MAIL), evidence: shown })).toBe('not-permitted');
    expect(answerTo({}, issue, { target: WITH_APP, evidence: BY_APP })).toBe('allowed');
  });
});

describe('a password', () => {
  const SET: Act = { type: 'set-password' };

  it('P9 is not set where it could not be used, nor beside the directory’s', () => {
    const bySso: PolicyInput<string> = { methods: ['sso', 'passkey'] };
    const verdict = verdictOn(bySso, SET, { target: WITH_KEY, evidence: [passkey()] });
    expect(verdict).toMatchObject({ outcome: 'refused', reason: 'method-not-allowed' });
    expect(reasonsOf(verdict)).toEqual(['methods-restricted']);
    const emergency = { ...WITH_KEY, emergency: true };
    expect(answerTo(bySso, SET, { target: emergency, evidence: [passkey()] })).toBe('allowed');
    const inDirectory = account({ ldap: true, passkeys: [key()] });
    expect(answerTo({}, SET, { target: inDirectory, evidence: [passkey()] })).toBe('method-not-allowed');
    const bare = account({ passkeys: [key()] });
    expect(answerTo({}, SET, { target: bare, evidence: [passkey()] })).toBe('allowed');
  });

  it('X10 that was proved here is changed by recent proof; one that was not is set up anew', () => {
    const target = account({ password: 'independent', sso: ['club'] });
    expect(answerTo(SINGLE, SET, { target, evidence: [password()] })).toBe('allowed');
    expect(answerTo(SINGLE, SET, { target, evidence: [sso('club')] })).toBe('no-way-in');
    const first = account({ sso: ['club'] });
    expect(answerTo(SINGLE, SET, { target: first, evidence: [sso('club')] })).toBe('no-way-in');
    expect(answerTo(SINGLE, SET, { target: first, evidence: [sso('club'), password()] })).toBe('no-way-in');
  });

  it('N12 that the mailbox set may be changed by the mailbox', () => {
    const target = account({ password: 'mailbox', mailDomain: 'corp.example' });
    const evidence = [password('mailbox'), proof('email-code')];
    expect(answerTo({}, SET, { target, evidence })).toBe('allowed');
  });
});

describe('a link', () => {
  const ask = (target: AccountFacts, evidence: readonly Evidence[], act: Act = LINK) =>
    answerTo(ADMINISTERED, act, { target, evidence });

  it('X16 W4 of an emergency account or a policy administrator is made by a policy administrator only', () => {
    const emergency = { ...WITH_KEY, emergency: true };
    const own = { ...WITH_KEY, roles: ['super-admin'] };
    const given = (isCurrent: boolean): AccountFacts => ({
      ...own,
      given: [{ method: 'sso', provider: 'corp', roles: ['super-admin'], saidAt: isCurrent ? NOW : LONG_AGO }],
    });
    expect(ask(WITH_KEY, [passkey()])).toBe('allowed');
    expect(ask(emergency, [passkey()])).toBe('not-permitted');
    expect(ask(emergency, [passkey()], { type: 'set-address' })).toBe('allowed');
    expect(ask({ ...emergency, roles: ['admin'] }, [passkey()])).toBe('not-permitted');
    expect(ask({ ...emergency, roles: ['super-admin'] }, [passkey()])).toBe('allowed');
    expect(ask(own, [passkey()])).toBe('allowed');
    expect(ask(given(true), [passkey()])).toBe('not-permitted');
    expect(ask(given(true), [passkey(), sso('corp')])).toBe('allowed');
    expect(ask(given(false), [passkey(), sso('corp')])).toBe('not-permitted');
  });

  it('to the directory is no second source of passwords', () => {
    const directory: Act = { ...LINK, method: 'ldap' };
    expect(ask(WITH_KEY, [passkey()], directory)).toBe('method-not-allowed');
    expect(ask(account({ passkeys: [key()] }), [passkey()], directory)).toBe('allowed');
  });
});

describe('a removal', () => {
  it('X9 leaves the account a way in, and says what it would lack', () => {
    const enhanced: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
    const leaves = (vouched: boolean) => ({ account: account(WITH_MAIL), vouched });
    for (const removal of [
      (vouched: boolean): Act => ({ type: 'remove', factor: 'totp', leaves: leaves(vouched) }),
      (vouched: boolean): Act => ({ type: 'unlink', provider: 'corp', leaves: leaves(vouched) }),
    ]) {
      const verdict = verdictOn(enhanced, removal(false), { target: WITH_APP, evidence: BY_APP });
      expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in-left' });
      expect(reasonsOf(verdict)).toContain('nothing-enrolled-satisfies');
      expect(answerTo(enhanced, removal(true), { target: WITH_APP, evidence: BY_APP })).toBe('allowed');
      expect(answerTo({}, removal(false), { target: WITH_APP, evidence: BY_APP })).toBe('allowed');
    }
  });

  it('is refused even where the account had no way in before', () => {
    const locked = (who: AccountFacts): AccountFacts => ({ ...who, requiredStrength: 'forgotten' });
    const leaves = { account: locked(account(WITH_MAIL)), vouched: false };
    const act: Act = { type: 'remove', factor: 'totp', leaves };
    expect(answerTo({}, act, { target: locked(WITH_APP), evidence: BY_APP })).toBe('no-way-in-left');
  });
});
