import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyContexts, anyTold } from '../decision/contexts.test-support.ts';
import { withDates } from '../decision/dates.test-support.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, NOW, password } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { sessionLimits } from '../decision/session-limits.ts';
import { anyPolicy, anyQuestion } from '../decision/worlds.test-support.ts';
import { explainReason } from '../explain/explain.ts';
import { METHODS } from '../strength/method.ts';
import { defineOrganisation } from './define-organisation.ts';
import { definePolicy, parsePolicy } from './define-policy.ts';
import type { HostMethods } from './host-methods.ts';
import type { Policy } from './policy.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';
import { policyIn } from './policy-in.ts';
import type { PolicyInput } from './policy-input.ts';

const HOST: HostMethods = {
  ...{ methods: METHODS, providers: ['corp', 'club'], directory: 'corp', codes: ['sms-code'], contexts: true },
  ...{ passwordsElsewhere: true, breachedPasswords: true, attestedModels: 'any', vault: true },
};

function under(floor: PolicyInput<string>, written: PolicyInput<string>): Policy {
  return definePolicy(written, { ...HOST, floor });
}

const anyRules = fc
  .tuple(anyPolicy.chain(withDates), fc.option(anyContexts))
  .map(([policy, contexts]): PolicyInput<string> => (contexts === null ? policy : { ...policy, contexts }));
/** Strengths and providers of one name are those of the floor: the laws compare policies with the same. */
const anyWorld = fc
  .record({ floor: anyRules, own: anyRules, question: anyQuestion, told: anyTold })
  .map(({ floor, own, ...world }) => {
    const { strengths = {}, providers = {} } = floor;
    const common = { strengths: { ...own.strengths, ...strengths }, providers: { ...own.providers, ...providers } };
    return { ...world, floor: { ...floor, ...common }, own: { ...own, ...common } };
  });

/** `undefined`: both together have too many contexts or patterns. */
function compiled(floor: PolicyInput<string>, own: PolicyInput<string>): readonly Policy[] | undefined {
  try {
    return [under(floor, own), definePolicy(floor, HOST), definePolicy(own, HOST)];
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

describe('X1 a floor', () => {
  it('only adds: what is granted under it is granted by the policy alone, and by the floor alone', () => {
    let granted = 0;
    fc.assert(
      fc.property(anyWorld, ({ floor, own, question, told }) => {
        const all = compiled(floor, own);
        if (all === undefined) return;
        const [both, ...alone] = all.map((policy) => policyIn(policy, { contexts: told, now: NOW }));
        if (both === undefined || evaluate(both, question).outcome !== 'granted') return;
        granted += 1;
        for (const policy of alone) expect(evaluate(policy, question).outcome).toBe('granted');
      }),
      runs(1500),
    );
    expect(granted).toBeGreaterThan(0);
  });

  it('is never below either side in any limit', () => {
    fc.assert(
      fc.property(anyWorld, ({ floor, own, question }) => {
        const all = compiled(floor, own);
        if (all === undefined) return;
        const [both, ...alone] = all.map((policy) => policyIn(policy, { contexts: [], now: NOW }));
        if (both === undefined) return;
        for (const policy of alone) {
          const [joined, one] = [
            sessionLimits(both, question.account, question.evidence),
            sessionLimits(policy, question.account, question.evidence),
          ];
          expect(joined.idle).toBeLessThanOrEqual(one.idle);
          expect(joined.absolute).toBeLessThanOrEqual(one.absolute);
          expect(both.recentProof).toBeLessThanOrEqual(policy.recentProof);
          expect(both.lockout.maxFailures).toBeLessThanOrEqual(policy.lockout.maxFailures);
          expect(both.lockout.hardLimit).toBeLessThanOrEqual(policy.lockout.hardLimit);
          expect(both.passwords.minimum).toBeGreaterThanOrEqual(policy.passwords.minimum);
          expect(both.passwords.history).toBeGreaterThanOrEqual(policy.passwords.history);
        }
      }),
      runs(500),
    );
  });

  it('changes no answer of a policy that is the floor itself, nor of one above it', () => {
    fc.assert(
      fc.property(anyWorld, ({ own, question, told }) => {
        const [both, , alone] = (compiled(own, own) ?? []).map((policy) =>
          policyIn(policy, { contexts: told, now: NOW }),
        );
        if (both === undefined || alone === undefined) return;
        expect(evaluate(both, question).outcome).toBe(evaluate(alone, question).outcome);
      }),
      runs(500),
    );
  });

  const weak: PolicyInput<string> = { requiredStrength: 'single' };
  const ada = account({ password: 'independent', totp: true }, { roles: ['admin'] });
  const reasonsOf = (policy: Policy) => {
    const decision = evaluate(policy, { account: ada, evidence: [password()], now: NOW });
    return decision.outcome === 'granted' ? [] : decision.because;
  };

  it('says in its reasons that the app asks', () => {
    const floor: PolicyInput<string> = {
      requiredStrength: 'baseline',
      roles: { admin: { requiredStrength: 'enhanced' } },
    };
    const reasons = reasonsOf(under(floor, weak));
    expect(reasons.map(({ source }) => source)).toEqual(['tenant', 'floor', { role: 'admin', floor: true }]);
    expect(explainReason(reasons[1] ?? raise(), 'administrator')).toContain('The app, under every policy,');
    expect(reasonsOf(under(floor, floor)).map(({ source }) => source)).toEqual(['tenant', { role: 'admin' }]);
  });

  it('keeps its strengths and its trust in providers, whatever a policy says of the same names', () => {
    const key = { anyOf: [[{ method: 'passkey' as const }]] };
    const floor = { requiredStrength: 'office', strengths: { office: key }, providers: { corp: {} } };
    const policy = under(floor, {
      requiredStrength: 'office',
      strengths: { office: { anyOf: [[{ method: 'password' }]] } },
      providers: { corp: { trust: [{ acr: 'mfa', strength: 'phishing-resistant' }] } },
    } as PolicyInput<string>);
    const decision = evaluate(policy, { account: ada, evidence: [password()], now: NOW });
    expect(decision.outcome).not.toBe('granted');
    expect(policy.providers.get('corp')).toEqual({});
  });

  it('joins the limits of guesses and passwords, the gate, and the mailbox', () => {
    const floor: PolicyInput<string> = {
      lockout: { maxFailures: 5, lockFor: '30m', maxLockFor: '1d' },
      passwords: { minimum: 12, words: ['acme'], breached: 'refuse' },
      enrollment: { firstFactor: 'vouched' },
      recovery: { mailboxAlone: 'refuse' },
      passkeys: { counterRegression: 'refuse' },
      vault: { emergency: 'required' },
      recentProof: '5m',
    };
    const policy = under(floor, {
      lockout: { maxFailures: 20, lockFor: '1m' },
      passwords: { minimum: 8, words: ['north'], history: 4 },
      enrollment: { firstFactor: 'password' },
      recentProof: '1h',
    });
    const { lockLengths } = definePolicy(floor).lockout;
    expect(policy).toMatchObject({
      ...{ firstFactor: 'vouched', mailboxAlone: 'refuse', counterRegression: 'refuse', recentProof: 300_000 },
      vaultEmergency: 'required',
      passwords: { minimum: 12, history: 4, words: ['north', 'acme'], breached: true },
      lockout: { maxFailures: 5 },
    });
    expect(policy.lockout.lockLengths[0]).toBe(lockLengths[0]);
    expect(policy.document).not.toHaveProperty('recovery');
  });

  it('holds also over a stored policy, and refuses a new one with too many contexts', () => {
    const contexts = (prefix: string, count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, turn) => [`${prefix}${turn}`, { recentProof: '5m' as const }]),
      );
    const floor = { contexts: contexts('f', 3) };
    expect(() => under(floor, { contexts: contexts('o', 10) })).toThrow('13 contexts');
    expect(under(floor, { contexts: contexts('o', 9) }).contexts.size).toBe(12);
    const stored = under({ contexts: { outside: { requiredStrength: 'enhanced' } } }, weak);
    const outside = policyIn(stored, { contexts: ['outside'] });
    expect(evaluate(outside, { account: ada, evidence: [password()], now: NOW }).outcome).not.toBe('granted');
  });
});

describe('X1 a policy that was stored before the floor, and has too much beside it', () => {
  const numbered = <Value>(prefix: string, count: number, value: (turn: number) => Value): Record<string, Value> =>
    Object.fromEntries(Array.from({ length: count }, (_, turn) => [`${prefix}${turn}`, value(turn)]));
  const classes = (prefix: string, count: number) =>
    numbered(prefix, count, (turn) => ({ anyOf: [[{ method: 'sso' as const, acr: [`urn:${prefix}${turn}`] }]] }));
  const ada = account({ password: 'independent', totp: true }, { roles: ['admin'] });
  const stored = (floor: PolicyInput<string>, own: PolicyInput<string>) => {
    const problems: PolicyProblem[] = [];
    definePolicy(own, HOST);
    expect(() => under(floor, own)).toThrow(PolicyError);
    const policy = parsePolicy(own, { ...HOST, floor }, (missing) => void problems.push(...missing));
    return { policy, problems };
  };
  const required = (policy: Policy, told: readonly string[] = []) => {
    const decision = evaluate(policyIn(policy, { contexts: told }), { account: ada, evidence: [password()], now: NOW });
    if (decision.outcome === 'granted') return [];
    return decision.because.flatMap(({ code, params }) =>
      code === 'strength-required' ? [(params as { strength: string }).strength] : [],
    );
  };

  it.each([
    ['patterns', classes('floor-', 12), classes('own-', 12)],
    ['strengths', classes('floor-', 3), numbered('own-', 24, () => ({ anyOf: [[{ method: 'password' as const }]] }))],
  ])('keeps the floor, and asks for the strongest built-in strength where its own lack room: %s', (_, first, last) => {
    const floor = { requiredStrength: 'floor-0', strengths: first };
    const own = {
      requiredStrength: 'own-0',
      roles: { admin: { requiredStrength: `own-${Object.keys(last).length - 1}` } },
    };
    const { policy, problems } = stored(floor, { ...own, strengths: last });
    expect(problems).toMatchObject([{ path: 'strengths' }]);
    expect(required(policy)).toEqual(['own-0', 'floor-0', 'phishing-resistant']);
    expect(policy.document.strengths).toEqual(last);
    const rule = { requiredStrength: own.roles.admin.requiredStrength };
    const acme = defineOrganisation(policy, 'acme', rule);
    const there = policyIn(policy, { contexts: [], organisation: { rules: acme, roles: [] }, now: NOW });
    expect(there.place?.strengths).toBe(1 << policy.strengths.findIndex(({ name }) => name === 'phishing-resistant'));
  });

  it('trusts its own providers no further where their trust lacks room', () => {
    const trust = Array.from({ length: 20 }, (_, turn) => ({ acr: `urn:${turn}`, strength: 'enhanced' as const }));
    const providers = { corp: { trust }, club: { mailDomains: ['club.example'], trust } };
    const { policy } = stored({ strengths: classes('floor-', 12) }, { providers: { club: providers.club } });
    expect(policy.providers.get('club')).toEqual({ mailDomains: ['club.example'] });
  });

  it('joins the contexts that lack room: each of them brings the rules of all', () => {
    const context = (requiredStrength: string) => () => ({ requiredStrength });
    const floor = { contexts: numbered('floor-', 3, context('baseline')) };
    const contexts = {
      ...numbered('own-', 10, context('baseline')),
      ...{ away: { refuse: true as const }, late: { requiredStrength: 'enhanced' } },
    };
    const { policy, problems } = stored(floor, { requiredStrength: 'single', contexts });
    expect(problems).toMatchObject([{ path: 'contexts' }]);
    expect([...policy.contexts.keys()]).toEqual([...Object.keys(floor.contexts), ...Object.keys(contexts)]);
    expect(required(policy, ['own-0'])).not.toContain('enhanced');
    for (const told of ['away', 'late'])
      expect(policyIn(policy, { contexts: [told] }).place?.contexts).toEqual(['own-8', 'own-9', 'away', 'late']);
    expect(policyIn(policy, { contexts: 'unknown' }).place?.contexts).toEqual([...policy.contexts.keys()]);
    const acme = defineOrganisation(policy, 'acme', { contexts: { late: { requiredStrength: 'enhanced' } } });
    expect(acme.rules).toHaveLength(1);
  });
});

function raise(): never {
  throw new Error('there is no such reason');
}
