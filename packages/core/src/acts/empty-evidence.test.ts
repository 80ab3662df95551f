import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { account, LONG_AGO, NOW, WITH_MAIL } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { anyAccount, evidenceFrom } from '../decision/worlds.test-support.ts';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import { BUILT_IN_STRENGTHS } from '../strength/strength-name.ts';
import { milliseconds } from '../time/duration.ts';
import type { Act } from './act.ts';
import { judge } from './judge.ts';
import { isOwnersOrOf, type Lowered, settingUp, setUpBy } from './set-up-by.ts';
import { anyActor, anyCase, anyPolicy } from './worlds.test-support.ts';

const NONE: readonly Evidence[] = [];

/** Acts of a person that take no proof. They set nothing up. */
const WITHOUT_PROOF: ReadonlySet<Act['type']> = new Set<Act['type']>(['end-sessions', 'forget-device']);
const PERSONS: ReadonlySet<string> = new Set(['session', 'flow', 'administrator']);

const anyQuestion = fc.record({
  isFirstSignIn: fc.boolean(),
  local: fc.boolean(),
  demand: fc.option(
    fc.record({
      strengths: fc.subarray([...BUILT_IN_STRENGTHS]),
      within: fc.constantFrom(undefined, milliseconds(0), milliseconds(86_400_000)),
    }),
    { nil: undefined },
  ),
});

const IN_SESSION = { kind: 'session' } as const;
const anyOwner = fc.constantFrom(
  IN_SESSION,
  ...(['sign-in', 'step-up', 'recover', 'sign-up'] as const).map((purpose) => ({ kind: 'flow', purpose }) as const),
);
const anyOwnerOfSession = fc.constantFrom(IN_SESSION, { kind: 'flow', purpose: 'step-up' } as const);
const anyLowered: fc.Arbitrary<Lowered | undefined> = fc.option(
  fc.record({ from: fc.constantFrom(...BUILT_IN_STRENGTHS), by: fc.constantFrom('pia', 'dora pia') }),
  { nil: undefined },
);

describe('without a proof that counts', () => {
  it('X10 N15 an empty evidence opens nothing and belongs to nobody', () => {
    const asking = fc.tuple(anyQuestion, anyOwner, anyLowered);
    fc.assert(
      fc.property(anyPolicy, anyCase(anyActor), asking, (input, { act, question }, [asked, owner, lowered]) => {
        const policy = definePolicy(input);
        const { target, actor } = question;
        if (target !== undefined) {
          const { methods } = requirementsOf(policy, target).rule;
          expect(enrollmentGate(policy, target, NONE, methods).state).not.toBe('open');
          const decision = evaluate(policy, { ...asked, account: target, evidence: NONE, now: NOW });
          expect(['granted', 'enrollment-required']).not.toContain(decision.outcome);
          expect(isAnybodys(settingUp(policy, { account: target, lowered }, owner, NONE, NOW))).toBe(false);
          expect(isAnybodys(setUpBy(policy, target, NONE))).toBe(false);
        }
        if (!PERSONS.has(actor.kind) || (actor.kind !== 'administrator' && WITHOUT_PROOF.has(act.type))) return;
        expect(judge(policy, act, { ...question, evidence: NONE }).outcome).toBe('refused');
      }),
      runs(400),
    );
  });

  it('X10 N15 old proofs are none in a session and in a step-up: what they set up belongs to nobody', () => {
    const world = anyAccount.chain((who) => fc.record({ who: fc.constant(who), shown: evidenceFrom(who) }));
    fc.assert(
      fc.property(anyPolicy, world, anyOwnerOfSession, anyLowered, (input, { who, shown }, owner, lowered) => {
        const policy = definePolicy(input);
        const evidence = shown.map((one) => ({ ...one, at: LONG_AGO }));
        expect(isAnybodys(settingUp(policy, { account: who, lowered }, owner, evidence, NOW))).toBe(false);
      }),
      runs(300),
    );
  });

  it('X10 N15 a set-up that nobody’s proof opened goes with every role of administration', () => {
    const by = settingUp(definePolicy({}), { account: account(WITH_MAIL), lowered: undefined }, IN_SESSION, NONE, NOW);
    expect(by).toBe('nobody');
    expect(isOwnersOrOf(by, ['x1', 'nobody'])).toBe(false);
  });
});

/** Whether a set-up would stay with its owner, or with the person of an identity, when the account gains a role of administration. */
function isAnybodys(by: string | undefined): boolean {
  return isOwnersOrOf(by, ['x1', 'x2']);
}
