import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { account, key, NOW, passkey, password, proof, sso, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { METHODS } from '../strength/method.ts';
import { milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import type { Act, ProofDemand } from './act.ts';
import { answerTo, everyAct, minutesAgo, reasonsOf, verdictOn } from './asked.test-support.ts';
import { demandLeadingOn } from './leads-on.ts';

const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
const HARDWARE = { amr: ['hwk'] };
const trusted = (strength: string): PolicyInput<string> => ({
  providers: { corp: { trust: [{ ...HARDWARE, strength }] } },
});
const [ENHANCED, RESISTANT] = [trusted('enhanced'), trusted('phishing-resistant')];
/** The word of the provider, which meets the strength that the policy trusts it for. */
const WORD = sso('corp', HARDWARE);
const LINKED = { sso: ['corp'], said: { corp: HARDWARE } };

const PASSKEY: Act = { type: 'enroll', factor: 'passkey' };
const APP: Act = { type: 'enroll', factor: 'totp' };
const ADDRESS: Act = { type: 'set-address' };

/** What the step-up of a demand asks or offers now. */
function stepUp(
  policy: PolicyInput<string>,
  target: AccountFacts,
  evidence: readonly Evidence[],
  demand?: ProofDemand,
) {
  return evaluate(definePolicy(policy), { account: target, evidence, now: NOW, ...(demand && { demand }) });
}

function demandOf(
  policy: PolicyInput<string>,
  act: Act,
  target: AccountFacts,
  evidence: readonly Evidence[],
): ProofDemand {
  const verdict = verdictOn(policy, act, { target, evidence });
  if (verdict.outcome === 'allowed' || verdict.demand === undefined) throw new Error(JSON.stringify(verdict));
  return verdict.demand;
}

describe("X8 X10 a provider's word is enough for a change, and the account has an app, which the gate asks for", () => {
  const target = account({ ...LINKED, totp: true });

  it('a passkey: the demand is of a step-up that asks for the app, and sets up the passkey', () => {
    const verdict = verdictOn(ENHANCED, PASSKEY, { target, evidence: [WORD] });
    expect(verdict).toMatchObject({
      ...{ outcome: 'refused', reason: 'insufficient-strength', accept: ['totp'] },
      demand: { strengths: ['phishing-resistant'], within: 900_000 },
    });
    expect(reasonsOf(verdict)).toEqual(['enrollment-needs-proof']);
    const demand = demandOf(ENHANCED, PASSKEY, target, [WORD]);
    expect(stepUp(ENHANCED, target, [WORD], demand)).toMatchObject({ outcome: 'factor-required', accept: ['totp'] });
    const shown = [WORD, proof('totp')];
    expect(stepUp(ENHANCED, target, shown, demand)).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
    expect(answerTo(ENHANCED, PASSKEY, { target, evidence: shown })).toBe('allowed');
  });

  it.each([APP, ADDRESS])(
    '$type: the step-up that asks for the app sets up a passkey first, and the change is allowed',
    (act) => {
      const verdict = verdictOn(ENHANCED, act, { target, evidence: [WORD] });
      expect(verdict).toMatchObject({ accept: ['totp'], demand: { strengths: ['phishing-resistant'] } });
      const withKey = account({ ...LINKED, totp: true, passkeys: [key()] });
      expect(answerTo(ENHANCED, act, { target: withKey, evidence: [WORD, proof('totp'), passkey()] })).toBe('allowed');
    },
  );

  it.each([APP, ADDRESS])(
    '$type: without passkeys in the host, the refusal names the app and demands nothing',
    (act) => {
      const host = { methods: METHODS.filter((method) => method !== 'passkey'), providers: ['corp'] };
      for (const evidence of [[WORD], minutesAgo(60, WORD)]) {
        const verdict = verdictOn(ENHANCED, act, { target, evidence, host });
        expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in', accept: ['totp'] });
        expect(verdict).not.toHaveProperty('demand');
        expect(reasonsOf(verdict)).toEqual(['enrollment-needs-proof']);
      }
      expect(answerTo(ENHANCED, act, { target, evidence: [WORD, proof('totp')], host })).toBe('allowed');
      // The way out: the word removes the app, and opens the set-up of the first factor.
      expect(answerTo(ENHANCED, act, { target: account(LINKED), evidence: [WORD], host })).toBe('allowed');
    },
  );

  it('an old session is asked at once for a step-up that no proof leads astray', () => {
    const withPassword = account({ ...LINKED, ...WITH_MAIL, totp: true });
    const old = minutesAgo(60, WORD);
    expect(demandOf(ENHANCED, PASSKEY, withPassword, old)).toMatchObject({ strengths: ['phishing-resistant'] });
    // For another change some proofs lead on, password and app. The word alone would not do.
    expect(demandOf(ENHANCED, ADDRESS, withPassword, old)).toMatchObject({ strengths: ['enhanced'] });
    expect(answerTo(ENHANCED, ADDRESS, { target: withPassword, evidence: [password(), proof('totp')] })).toBe(
      'allowed',
    );
    expect(demandOf(ENHANCED, ADDRESS, withPassword, [WORD])).toMatchObject({ strengths: ['phishing-resistant'] });
  });

  it('a word for the strongest level, beside a passkey: nothing is left to demand', () => {
    const withKey = account({ ...LINKED, passkeys: [key()], backupCodes: 9 });
    for (const act of [PASSKEY, APP, ADDRESS]) {
      const verdict = verdictOn(RESISTANT, act, { target: withKey, evidence: [WORD] });
      expect(verdict).toMatchObject({ reason: 'no-way-in', accept: ['passkey', 'backup-code'] });
      expect(answerTo(RESISTANT, act, { target: withKey, evidence: [WORD, passkey()] })).toBe('allowed');
    }
  });
});

describe('X8 N12 a second proof beside a password that the mailbox set', () => {
  const policy: PolicyInput<string> = { ...SINGLE, providers: { corp: { mailDomains: ['corp.example'] }, club: {} } };
  const target = account({ password: 'mailbox', mailDomain: 'corp.example', sso: ['club'] });
  const evidence = [password('mailbox'), proof('email-code')];

  it('a factor: a step-up asks for the provider, and sets the factor up', () => {
    const verdict = verdictOn(policy, APP, { target, evidence });
    expect(verdict).toMatchObject({ accept: ['sso'], demand: { strengths: ['enhanced'], within: 900_000 } });
    expect(reasonsOf(verdict)).toEqual(['same-mailbox', 'enrollment-needs-proof']);
    // The step-up offers the app and the passkey, so a passkey takes no stronger step-up.
    expect(demandOf(policy, PASSKEY, target, evidence)).toEqual(demandOf(policy, APP, target, evidence));
    expect(answerTo(policy, APP, { target, evidence: [...evidence, sso('club')] })).toBe('allowed');
  });

  it('an address: the same step-up, since none asks for the provider alone', () => {
    const verdict = verdictOn(policy, ADDRESS, { target, evidence });
    expect(verdict).toMatchObject({ accept: ['sso'], demand: { strengths: ['enhanced'] } });
    expect(answerTo(policy, ADDRESS, { target, evidence: [...evidence, sso('club')] })).toBe('allowed');
  });
});

describe('X8 a step-up in vain is not demanded of an old session', () => {
  it('if no proof of the account is enough', () => {
    const target = account({ password: 'independent' });
    const verdict = verdictOn(SINGLE, PASSKEY, { target, evidence: minutesAgo(60, password()) });
    expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in' });
    expect(verdict).not.toHaveProperty('accept');
    expect(reasonsOf(verdict)).toEqual(['enrollment-needs-vouching']);
    const stale = { target: account(WITH_MAIL), evidence: minutesAgo(60, password(), proof('email-code')) };
    expect(answerTo(SINGLE, PASSKEY, stale)).toBe('insufficient-strength');
  });

  it('if the account has no way in any more, for any change', () => {
    const target = account(WITH_MAIL, { methods: ['passkey'] });
    for (const act of [PASSKEY, ADDRESS, everyAct(target)['set-identifier'], { type: 'delete' }] as const)
      expect(verdictOn({}, act, { target, evidence: [password()] })).toMatchObject({ reason: 'no-way-in' });
    const reasons = reasonsOf(verdictOn({}, PASSKEY, { target, evidence: [password()] }));
    expect(reasons).toContain('methods-restricted');
    expect(reasons).not.toContain('enrollment-needs-vouching');
  });
});

it('X8 X10 where the gate is open already, a refusal does not speak of an administrator’s code: the code would open nothing', () => {
  const policy: PolicyInput<string> = {
    ...{ ...SINGLE, enrollment: { firstFactor: 'password' }, recovery: { mailboxAlone: 'refuse' } },
    providers: { club: { mailDomains: ['corp.example'] } },
  };
  const target = account({ password: 'mailbox', mailDomain: 'corp.example', sso: ['club'] });
  const host = { methods: ['password', 'email-code', 'sso'], providers: ['club'] } as const;
  const verdict = verdictOn(policy, ADDRESS, { target, evidence: [sso('club')], host });
  expect(verdict).toMatchObject({ outcome: 'refused', reason: 'no-way-in' });
  expect(reasonsOf(verdict)).toContain('nothing-enrolled-satisfies');
  expect(reasonsOf(verdict)).not.toContain('enrollment-needs-vouching');
});

const hourAgo = instant(NOW - 3_600_000);

describe('X4 X8 an account with 25 passkeys of two kinds', () => {
  const old = [password(), proof('email-code')].map((one): Evidence => ({ ...one, at: hourAgo }));
  const of = (count: number, userVerified: boolean) =>
    Array.from({ length: count }, (_, place) => key(`${userVerified} ${place}`, { userVerified }));
  const demanded = (policy: PolicyInput<string>, without: number, verifying: number) => {
    const target = account({ ...WITH_MAIL, passkeys: [...of(without, false), ...of(verifying, true)] });
    return demandOf(policy, { type: 'rename-passkey' }, target, old);
  };

  it.each<[string, PolicyInput<string>]>([
    ['one passkey is enough', {}],
    [
      'combinations ask for several',
      { strengths: { two: { anyOf: [[{ method: 'passkey' }, { method: 'passkey' }]] } } },
    ],
  ])('is asked for the same as one with a passkey of each kind, where %s', (_, policy) => {
    expect(demanded(policy, 20, 5)).toEqual(demanded(policy, 1, 1));
  });
});

describe('the search for a demand that leads on', () => {
  const policy = definePolicy({ requiredStrength: 'baseline' });

  /** How many sessions the search asks about, and the demand that it finds. */
  function searched(target: AccountFacts, demand: ProofDemand, allows: (shown: readonly Evidence[]) => boolean) {
    const asked: string[] = [];
    const found = demandLeadingOn(
      [demand],
      policy,
      { account: target, evidence: [], now: NOW },
      {
        allows(shown) {
          asked.push(
            shown
              .map(({ method }) => method)
              .sort()
              .join(' '),
          );
          return allows(shown);
        },
      },
    );
    return { asked, found };
  }
  const within = milliseconds(900_000);

  it('X8 asks once about passkeys of one kind, and once more about those without a PIN', () => {
    const keys = Array.from({ length: 40 }, (_, place) => key(`k${place}`, { userVerified: place < 20 }));
    const demand = { strengths: ['phishing-resistant'], within };
    const { asked, found } = searched(account({ passkeys: keys }), demand, () => true);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(found).toEqual(demand);
  });

  it('X8 asks about the same proofs in one order only', () => {
    const triple = { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'email-code' }]] } as const;
    const own = definePolicy({ requiredStrength: 'baseline', strengths: { triple } });
    const target = account({ ...WITH_MAIL, totp: true });
    const asked: string[] = [];
    const allows = (shown: readonly Evidence[]): boolean => {
      asked.push(shown.map(({ method }) => method).join(' '));
      return false;
    };
    const question = { account: target, evidence: [], now: NOW };
    expect(demandLeadingOn([{ strengths: ['triple'], within }], own, question, { allows })).toBeUndefined();
    expect(asked).toEqual(['password totp email-code']);
  });

  it('X8 prefers a demand that surely leads on to a demand with more courses than one request follows', () => {
    const six = (deviceBound: boolean) =>
      Array.from({ length: 6 }, (_, place) => key(`${deviceBound} ${place}`, { deviceBound }));
    const [any, bound] = [{ method: 'passkey' }, { method: 'passkey', deviceBound: true }] as const;
    const many = { anyOf: [[bound, bound, bound, any, any, any]] };
    const own = definePolicy({ requiredStrength: 'baseline', strengths: { many } });
    const question = { account: account({ passkeys: [...six(true), ...six(false)] }), evidence: [], now: NOW };
    const long = { strengths: ['many'], within };
    const short = { strengths: ['phishing-resistant'], within };
    let courses = 0;
    const allows = (): boolean => {
      courses++;
      return true;
    };
    expect(demandLeadingOn([long, short], own, question, { allows })).toBe(short);
    expect(demandLeadingOn([long], own, question, { allows })).toBe(long);
    expect(courses).toBeLessThan(512);
  });

  it('X8 gives up a demand that the account’s proofs do not reach', () => {
    const { asked, found } = searched(
      account({ totp: true }),
      { strengths: ['phishing-resistant'], within },
      () => true,
    );
    expect([asked, found]).toEqual([[], undefined]);
  });
});
