import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, proof, sso } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { waysIn } from '../enrollment/enrollment.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy, PolicyInput } from '../policy/policy.ts';
import { everythingGiven } from '../reach/proofs.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Act, Actor, ActQuestion, Verdict } from './act.ts';
import { judge } from './judge.ts';
import { meetsDemand } from './recent-proof.ts';
import { sessionEvidence } from './set-up-by.ts';
import { anyActor, anyCase, anyPolicy } from './worlds.test-support.ts';

/** Refusals that another proof could mend. */
const FOR_WANT_OF_PROOF = ['insufficient-strength', 'no-way-in'];

describe('X8 a demand leads somewhere', () => {
  it('no refusal demands what the evidence meets already: the step-up would be complete with nothing proved', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(anyActor), anyTurn, (input, known, turn) => {
        const { policy, question } = turned(input, known.question, turn);
        const verdict = judge(policy, known.act, question);
        if (verdict.outcome === 'allowed' || verdict.demand === undefined) return;
        const isMet = meetsDemand(
          policy,
          question.actor.kind === 'administrator' ? question.actor.account : (question.target ?? known.shows),
          sessionEvidence(question.evidence),
          NOW,
          verdict.demand,
        );
        expect({ act: known.act.type, verdict, isMet }).toMatchObject({ isMet: false });
      }),
      runs(600),
    );
  });

  it('who proves everything that the account has is not refused for want of a proof', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, (input, { act, question: asked }, turn) => {
        const { policy, question } = turned(input, asked, turn);
        const verdict = judge(policy, act, question);
        const { target } = question;
        if (verdict.outcome === 'allowed' || verdict.demand === undefined || target === undefined) return;
        const answers = withEverything(policy, act, target, question);
        expect({ act: act.type, verdict, isProvable: answers.some(isProved) }).toMatchObject({ isProvable: true });
      }),
      runs(600),
    );
  });

  it('a refusal that no proof mends says why', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, (input, { act, question: asked }, turn) => {
        const { policy, question } = turned(input, asked, turn);
        const verdict = judge(policy, act, question);
        const { target } = question;
        if (verdict.outcome === 'allowed' || verdict.reason !== 'no-way-in' || target === undefined) return;
        // An account without a way in cannot use an administrator's code either: nothing is said of codes.
        const { methods } = requirementsOf(policy, target).rule;
        if (waysIn(target, methods).length === 0) return;
        expect(verdict.because.map(({ code }) => code)).toContainEqual(expect.stringMatching(/^enrollment-needs-/));
      }),
      runs(600),
    );
  });
});

const inSession = fc.constant<Actor>({ kind: 'session' });

/** What makes the rare cases frequent: a provider whose word is trusted, and a backup code that was shown. */
const anyTurn = fc.record({
  trusted: fc.option(fc.constantFrom('baseline', 'enhanced', 'phishing-resistant'), { nil: undefined }),
  backupCode: fc.boolean(),
  fresh: fc.boolean(),
});

function turned(
  input: PolicyInput,
  question: ActQuestion,
  { trusted, backupCode, fresh }: { trusted: string | undefined; backupCode: boolean; fresh: boolean },
): { readonly policy: Policy; readonly question: ActQuestion } {
  const shown = [
    ...question.evidence.map((one) => (fresh ? { ...one, at: NOW } : one)),
    // The strong factor beside which the code stands may be gone since.
    ...(backupCode ? [proof('backup-code')] : []),
  ];
  const { target } = question;
  if (trusted === undefined || target === undefined)
    return { policy: definePolicy(input), question: { ...question, evidence: shown } };
  const corp = { ...input.providers?.['corp'], trust: [{ acr: 'mfa', strength: trusted }] };
  const factors = { ...target.factors, sso: ['corp'], said: { corp: { acr: 'mfa' } } };
  return {
    policy: definePolicy({ ...input, providers: { ...input.providers, corp } }),
    question: {
      ...question,
      target: { ...target, factors },
      evidence: [...shown, ...(fresh ? [sso('corp', { acr: 'mfa' })] : [])],
    },
  };
}

function isProved(verdict: Verdict): boolean {
  return verdict.outcome === 'allowed' || !FOR_WANT_OF_PROOF.includes(verdict.reason);
}

/** The answers to somebody who proves all that the account has, a moment ago: one for each thing that its providers may say. */
function withEverything(policy: Policy, act: Act, target: AccountFacts, question: ActQuestion): readonly Verdict[] {
  return everythingGiven(policy, target.factors).map((given) => {
    const fresh = given.map((one): Evidence => ({ ...one, at: NOW }));
    return judge(policy, act, { ...question, evidence: [...question.evidence, ...fresh] });
  });
}
