import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { passkey, password, proof } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { evidenceFrom } from '../decision/worlds.test-support.ts';
import { deepFreeze } from '../policy/deep-freeze.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Act, ActQuestion } from './act.ts';
import { wornRoles } from './administration.ts';
import { judge } from './judge.ts';
import {
  type AnyCase,
  anyActor,
  anyCase,
  anyHolder,
  anyOwner,
  anyPolicy,
  asAdministrator,
} from './worlds.test-support.ts';

const isAllowed = (policy: PolicyInput<string>, act: Act, question: ActQuestion): boolean =>
  judge(definePolicy(policy), act, question).outcome === 'allowed';

const withEvidence = ({ question }: AnyCase, evidence: readonly Evidence[]): ActQuestion => ({ ...question, evidence });

describe('N15 judge', () => {
  it('is pure, and answers every question', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(anyActor), (policy, { act, question }) => {
        const compiled = definePolicy(policy);
        const frozen = deepFreeze({ act, question });
        const verdict = judge(compiled, frozen.act, frozen.question);
        expect(['allowed', 'refused']).toContain(verdict.outcome);
        expect(judge(compiled, act, question)).toEqual(verdict);
      }),
      runs(200),
    );
  });

  it('says what to prove exactly if a proof could be enough', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(anyActor), (policy, { act, question }) => {
        const verdict = judge(definePolicy(policy), act, question);
        if (verdict.outcome === 'allowed') return;
        expect(verdict.demand !== undefined).toBe(verdict.reason === 'insufficient-strength');
        expect(verdict.accept?.length).not.toBe(0);
      }),
      runs(150),
    );
  });
});

describe('X10 more evidence never refuses what less allowed', () => {
  it('apart from a followed link, which takes the mailbox out of its flow', () => {
    const world = anyCase(anyActor).chain((known) =>
      fc.record({ known: fc.constant(known), more: evidenceFrom(known.shows) }),
    );
    fc.assert(
      fc.property(anyPolicy, world, (policy, { known, more }) => {
        const { act, question } = known;
        // A flow in which a factor was proved may need no set-up any more. That the gate stays open is the law below.
        if (!isAllowed(policy, act, question) || isSetUpInFlow(known)) return;
        const added = question.actor.kind === 'flow' ? more.filter(({ method }) => method !== 'reset-token') : more;
        expect(isAllowed(policy, act, withEvidence(known, [...question.evidence, ...added]))).toBe(true);
        expect(isAllowed(policy, act, withEvidence(known, [...added, ...question.evidence]))).toBe(true);
      }),
      runs(200),
    );
  });

  it('a set-up in a flow is refused with more evidence only where nothing has to be set up', () => {
    const world = anyCase(anyOwner).chain((known) =>
      fc.record({ known: fc.constant(known), more: evidenceFrom(known.shows) }),
    );
    fc.assert(
      fc.property(anyPolicy, world, (policy, { known, more }) => {
        if (!isSetUpInFlow(known) || !isAllowed(policy, known.act, known.question)) return;
        const evidence = [...known.question.evidence, ...more.filter(({ method }) => method !== 'reset-token')];
        if (isAllowed(policy, known.act, withEvidence(known, evidence))) return;
        expect(outcomeOf(policy, known, evidence)).toBe('granted');
      }),
      runs(150),
    );
  });

  it('X8 nor does fresher evidence', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(anyActor), (policy, known) => {
        const { act, question } = known;
        if (!isAllowed(policy, act, question)) return;
        const fresh = question.evidence.map((proof) => ({ ...proof, at: question.now }));
        if (isAllowed(policy, act, withEvidence(known, fresh))) return;
        expect(isSetUpInFlow(known)).toBe(true);
        // An assertion that becomes recent can show that its provider does not say enough. Then no set-up helps.
        const isShort = question.evidence.some(({ method }) => method === 'sso');
        expect(isShort ? ['granted', 'denied'] : ['granted']).toContain(outcomeOf(policy, known, fresh));
      }),
      runs(200),
    );
  });
});

describe('X1 a stricter policy never allows an owner more', () => {
  const ORDER = ['password', 'two-proofs', 'vouched'] as const;

  it('by how a first factor is opened', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyCase(anyOwner),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(0, 1, 2),
        (policy, { act, question }, one, other) => {
          const opened = (place: number): PolicyInput<string> => ({
            ...policy,
            enrollment: { firstFactor: ORDER[place] },
          });
          if (isAllowed(opened(Math.max(one, other)), act, question))
            expect(isAllowed(opened(Math.min(one, other)), act, question)).toBe(true);
        },
      ),
      runs(200),
    );
  });

  it('by the strength that it requires: a stricter one asks for set-ups, and opens no gate', () => {
    const strengths = ['single', 'baseline', 'enhanced', 'phishing-resistant'] as const;
    fc.assert(
      fc.property(
        anyPolicy,
        anyCase(anyOwner),
        fc.constantFrom(0, 1, 2, 3),
        fc.constantFrom(0, 1, 2, 3),
        (policy, known, one, other) => {
          const required = (place: number): PolicyInput<string> => ({ ...policy, requiredStrength: strengths[place] });
          const lax = required(Math.min(one, other));
          const { act, question } = known;
          if (!isAllowed(required(Math.max(one, other)), act, question) || isAllowed(lax, act, question)) return;
          expect(isSetUpInFlow(known)).toBe(true);
          // Either nothing more is needed, or something that the account has would do.
          expect(outcomeOf(lax, known, question.evidence)).toMatch(/^(granted|factor-required|enrollment-required)$/);
        },
      ),
      runs(200),
    );
  });
});

describe('W4 administration', () => {
  it('an administrator of people is never allowed what a policy administrator is refused', () => {
    fc.assert(
      fc.property(anyPolicy, anyHolder, (policy, known) => {
        const { act, question } = asAdministrator(known, 'keeper');
        if (!isAllowed(policy, act, question)) return;
        const above = asAdministrator(known, 'chief');
        expect(isAllowed(policy, act, above.question)).toBe(true);
      }),
      runs(200),
    );
  });

  it('a helpdesk is never allowed what a people administrator is refused, and is allowed something', () => {
    const acts = fc.constantFrom('help-in', 'reset-two-step', 'revoke-passkey', 'vouch', 'unlock', 'block', 'delete');
    const asked = fc.record({
      ...{ known: anyHolder, type: acts },
      roles: fc.constantFrom(['helped'], ['member']),
    });
    let allowed = 0;
    fc.assert(
      fc.property(anyPolicy, asked, (policy, { known, type, roles }) => {
        const { target } = known.question;
        const act: Act = { type };
        const question = {
          ...known.question,
          target: target && { ...target, roles },
          evidence: [...known.question.evidence, ...[password(), proof('totp'), passkey()]],
        };
        const desk = asAdministrator({ ...known, act, question }, 'desk');
        if (!isAllowed(policy, act, desk.question)) return;
        allowed++;
        expect(['block', 'delete']).not.toContain(type);
        const keeper = asAdministrator({ ...known, act, question }, 'keeper');
        expect(isAllowed(policy, act, keeper.question)).toBe(true);
      }),
      runs(300),
    );
    expect(allowed).toBeGreaterThan(0);
  });

  it('takes a role that the session wears: given roles count with that provider’s identity only', () => {
    fc.assert(
      fc.property(anyPolicy, anyHolder, fc.constantFrom('keeper', 'chief'), (policy, known, role) => {
        const { act, question, actor } = asAdministrator(known, role, 'corp');
        const { evidence } = question;
        if (!isAllowed(policy, act, question)) return;
        expect(evidence.some((proof) => proof.method === 'sso' && proof.provider === 'corp')).toBe(true);
        expect(wornRoles(definePolicy(policy), actor.account, evidence, question.now)).toContain(role);
      }),
      runs(200),
    );
  });

  it('without the role nothing of it is allowed, whatever is proved', () => {
    fc.assert(
      fc.property(anyPolicy, anyHolder, (policy, known) => {
        const { act, question } = asAdministrator(known, 'nobody');
        expect(isAllowed(policy, act, question)).toBe(false);
      }),
      runs(150),
    );
  });
});

function isSetUpInFlow({ act, question }: AnyCase): boolean {
  return act.type === 'enroll' && question.actor.kind === 'flow';
}

/** What the flow is told. */
function outcomeOf(policy: PolicyInput<string>, { question }: AnyCase, evidence: readonly Evidence[]): string {
  const { actor, target, now } = question;
  if (actor.kind !== 'flow' || target === undefined) return 'no flow';
  const demand = actor.demand ?? (actor.purpose === 'step-up' ? { strengths: [] } : undefined);
  const isFirstSignIn = actor.purpose === 'sign-up';
  return evaluate(definePolicy(policy), { account: target, evidence, now, demand, local: true, isFirstSignIn }).outcome;
}
