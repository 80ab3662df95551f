import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { account, ask, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { openingMethods } from '../decision/opening-methods.ts';
import { sessionLimits } from '../decision/session-limits.ts';
import { explain } from '../explain/explain.ts';
import { instant } from '../time/instant.ts';
import { definePolicy } from './define-policy.ts';
import { anywhere, policyIn, unknownContexts } from './policy-in.ts';

const POLICY = definePolicy<string>({
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  contexts: {
    outside: { requiredStrength: 'enhanced', proofsWithin: '12h', shown: true },
    risk: { requiredStrength: 'phishing-resistant', recentProof: '5m' },
    keyOnly: { methods: ['passkey'] },
    office: { enrollment: { firstFactor: 'vouched' }, requiredStrength: 'enhanced' },
    embargo: { refuse: true },
    empty: {},
  },
});
const there = (...contexts: string[]) => policyIn(POLICY, { contexts });
const WHO = account({ ...WITH_MAIL, totp: true });

describe('N17 policyIn', () => {
  it('returns the policy itself where nothing applies', () => {
    expect(there()).toBe(POLICY);
    expect(there('never-heard-of', '__proto__')).toBe(POLICY);
    const without = definePolicy({});
    expect(policyIn(without, { contexts: 'unknown' })).toBe(without);
  });

  it('returns an ordinary frozen policy, once for each set of contexts', () => {
    expect(there('risk', 'outside')).toBe(there('outside', 'risk', 'outside'));
    expect(Object.isFrozen(there('outside'))).toBe(true);
    expect(there('risk', 'outside').place?.contexts).toEqual(['outside', 'risk']);
    expect(policyIn(POLICY, { contexts: 'unknown' }).place?.contexts).toEqual(
      Object.keys(POLICY.document.contexts ?? {}),
    );
  });

  it('keeps 64 sets of contexts of a policy, and then begins anew', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const many = definePolicy<string>({
      contexts: Object.fromEntries(names.map((name) => [name, { recentProof: '1m' }])),
    });
    const inSet = (bits: number) => policyIn(many, { contexts: names.filter((_, bit) => (bits & (1 << bit)) !== 0) });
    const sets = Array.from({ length: 64 }, (_, one) => inSet(one + 1));
    expect(sets.every((kept, one) => inSet(one + 1) === kept)).toBe(true);
    inSet(65);
    expect(inSet(1)).not.toBe(sets[0]);
  });

  it('knows the names that the policy does not have', () => {
    expect(unknownContexts(POLICY, ['outside', 'never-heard-of', '__proto__'])).toEqual([
      'never-heard-of',
      '__proto__',
    ]);
    expect(unknownContexts(there('risk'), ['risk'])).toEqual([]);
  });

  it('starts from the policy anywhere: the place of an earlier call is left', () => {
    expect(policyIn(there('risk'), { contexts: ['outside'] })).toBe(there('outside'));
    expect(policyIn(there('risk'), { contexts: [] })).toBe(POLICY);
    expect(anywhere(there('risk'))).toBe(POLICY);
    expect(anywhere(POLICY)).toBe(POLICY);
  });

  it('keeps one policy for each policy: a copy with other rules has its own', () => {
    const copy = { ...POLICY, recentProof: (POLICY.recentProof * 2) as typeof POLICY.recentProof };
    expect(policyIn(copy, { contexts: ['outside'] }).recentProof).toBe(copy.recentProof);
    expect(there('outside').recentProof).toBe(POLICY.recentProof);
  });

  it('says for which contexts a proof is too old', () => {
    const aged = definePolicy<string>({
      contexts: { young: { proofsWithin: '10m' }, day: { proofsWithin: '1d' }, keyOnly: { methods: ['passkey'] } },
    });
    const placed = policyIn(aged, { contexts: 'unknown' });
    const reasons = (age: number) =>
      evaluate(placed, {
        account: account({ ...WITH_MAIL, passkeys: [key()] }),
        evidence: [{ ...password(), at: instant(NOW - age) }],
        now: NOW,
      }).because.filter(({ code }) => code === 'recent-proof-required');
    expect(reasons(60_000)).toEqual([]);
    expect(reasons(11 * 60_000)).toEqual([
      { code: 'recent-proof-required', params: { within: 10 * 60_000 }, source: { context: 'young' } },
    ]);
  });

  it('takes the shortest recentProof, the strictest first factor and the shortest age of all contexts', () => {
    expect(there('outside', 'risk').recentProof).toBe(5 * 60_000);
    expect(there('office').firstFactor).toBe('vouched');
    expect(there('outside').firstFactor).toBe('password');
    expect([there('outside'), there('risk'), there('outside', 'risk')].map(({ place }) => place?.proofsWithin)).toEqual(
      [12 * 3_600_000, 12 * 3_600_000, 12 * 3_600_000],
    );
    expect(there('office').place?.proofsWithin).toBe(24 * 3_600_000);
    expect(there('keyOnly').place?.proofsWithin).toBeUndefined();
  });

  it('leaves the limits of a session as they are anywhere', () => {
    for (const place of [there('outside'), there('risk'), policyIn(POLICY, { contexts: 'unknown' })])
      expect(sessionLimits(place, WHO, [password()])).toEqual(sessionLimits(POLICY, WHO, [password()]));
  });

  it('offers only the ways in of the place before a proof', () => {
    expect(openingMethods(there('keyOnly'), ['password', 'passkey', 'totp'])).toEqual(['passkey']);
    expect(openingMethods(there('embargo'), ['password', 'passkey', 'totp'])).toEqual([]);
  });
});

describe('N17 a session that began by a way in that the place forbids', () => {
  const session = { evidence: [password(), proof('totp')], now: NOW, demand: { strengths: ['single'] } };

  it('is asked for an allowed proof, if the account has one', () => {
    const withKey = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });
    expect(evaluate(there('keyOnly'), { account: withKey, ...session })).toMatchObject({
      outcome: 'factor-required',
      accept: ['passkey'],
    });
    expect(
      evaluate(there('keyOnly'), { account: withKey, ...session, evidence: [...session.evidence, passkey()] }).outcome,
    ).toBe('granted');
  });

  it('is denied here, and no further, if the account has none', () => {
    const decision = evaluate(there('keyOnly'), { account: WHO, ...session });
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(explain(decision, 'person')).toContain('From here, sign in with passkey.');
    expect(evaluate(POLICY, { account: WHO, ...session }).outcome).toBe('granted');
  });

  it('is denied where nobody comes in, and an emergency account is not', () => {
    const decision = evaluate(there('embargo'), { account: WHO, ...session });
    expect(explain(decision, 'person')).toContain('There is no way in from here. Come from where less is asked.');
    expect(explain(decision, 'administrator')).toContain("The context 'embargo' allows only these ways in: none.");
    expect(evaluate(there('embargo'), { account: { ...WHO, emergency: true }, ...session }).outcome).toBe('granted');
  });
});

describe('N17 a context with a limit of age', () => {
  it('never drops the link of a recovery: an old flow counts no more than a young one', () => {
    const policy = definePolicy({ contexts: { young: { proofsWithin: '5m' } } });
    const link = { ...proof('reset-token'), at: (NOW - 360_000) as typeof NOW };
    const question = {
      account: account({ ...WITH_MAIL, password: 'mailbox' }),
      evidence: [link, password('mailbox'), proof('email-code')],
      now: NOW,
    };
    const outcomes = [policy, policyIn(policy, { contexts: ['young'] })].map((one) => evaluate(one, question).outcome);
    expect(outcomes).not.toContain('granted');
  });
});

describe('N17 N2 the reasons of a place', () => {
  it('tell the person the name of a context that the policy shows, and of no other', () => {
    const decision = evaluate(there('outside', 'risk'), { account: WHO, evidence: [password()], now: NOW });
    const said = explain(decision, 'person');
    expect(said).toContain('This needs a passkey or an authenticator app. The reason: outside.');
    expect(said).toContain('This needs a passkey.');
    expect(said.join(' ')).not.toContain('risk');
    const administrator = explain(decision, 'administrator').join(' ');
    expect(administrator).toContain("The context 'outside' requires the strength 'enhanced'");
    expect(administrator).toContain("The context 'risk' requires the strength 'phishing-resistant'");
  });

  it('tell which context finds a proof too old', () => {
    const old = (method: 'totp'): ReturnType<typeof proof> => ({
      ...proof(method),
      at: (NOW - 13 * 3_600_000) as typeof NOW,
    });
    const decision = evaluate(there('outside'), { account: WHO, evidence: [password(), old('totp')], now: NOW });
    expect(decision).toMatchObject({ outcome: 'factor-required', accept: ['totp'] });
    expect(explain(decision, 'administrator')).toContain(
      "The context 'outside' takes proofs of at most 43200 seconds.",
    );
  });

  it('tell that a context opens no set-up without an enrollment code', () => {
    const decision = evaluate(there('office'), { account: account(WITH_MAIL), evidence: [password()], now: NOW });
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(explain(decision, 'administrator')).toContain(
      "The context 'office' opens the set-up of a first factor only with an enrollment code.",
    );
    expect(ask({}, WHO).because.every(({ source }) => typeof source === 'string')).toBe(true);
  });
});

describe('N17 a policy with contexts', () => {
  const problems = (input: unknown, host?: Parameters<typeof definePolicy>[1]): string[] => {
    try {
      definePolicy(input as object, host);
      return [];
    } catch (error) {
      return (error as { problems: readonly { path: string; message: string }[] }).problems.map(
        ({ path, message }) => `${path} ${message}`,
      );
    }
  };

  it('names strengths that exist, at most twelve contexts, and no limit of a session', () => {
    expect(problems({ contexts: { outside: { requiredStrength: 'enhancd' } } })).toEqual([
      "contexts.outside.requiredStrength there is no strength named 'enhancd'; did you mean 'enhanced'?",
    ]);
    expect(problems({ contexts: { outside: { session: { idle: '5m' } } } })).toEqual([
      'contexts.outside.session there is no such member',
    ]);
    expect(problems({ contexts: { outside: { refuse: false } } })).toEqual([
      'contexts.outside.refuse is true, or is left out',
    ]);
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, place) => [`c${place}`, {}]));
    expect(problems({ contexts: many })).toEqual(['contexts there are 13 contexts; a policy has at most 12']);
  });

  it('needs a host that tells the contexts of a request', () => {
    const host = { methods: ['password'] } as const;
    expect(problems({ contexts: { outside: {} } }, host)).toEqual([
      'contexts the host brings no `contextOf` that tells the contexts of a request',
    ]);
    expect(problems({ contexts: { outside: {} } }, { ...host, contexts: true })).toEqual([]);
    expect(problems({ contexts: { outside: { methods: ['ldap'] } } }, { ...host, contexts: true })).toEqual([
      'contexts.outside.methods.0 the host brings no LDAP directory',
    ]);
  });
});
