import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { key, NOW, passkey, proof, sso } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { hasFewPatterns } from '../decision/worlds.test-support.ts';
import { enrollmentGate, waysIn } from '../enrollment/enrollment.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { everythingGiven, proofsOf } from '../reach/proofs.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type EnrollableMethod, isHostCode } from '../strength/method.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import { sessionEvidence } from '../strength/session-evidence.ts';
import type { Act, Actor, ActQuestion, ProofDemand, Verdict } from './act.ts';
import { meetsDemand, ownersDemand } from './demand.ts';
import { judge } from './judge.ts';
import { anyActor, anyCase, anyPolicy } from './worlds.test-support.ts';

const inSession = fc.constant<Actor>({ kind: 'session' });

/** Makes the rare cases frequent: a provider whose word is trusted, and fresh evidence. */
const anyTurn = fc.record({
  trusted: fc.option(fc.constantFrom('baseline', 'enhanced', 'phishing-resistant'), { nil: undefined }),
  backupCode: fc.boolean(),
  fresh: fc.boolean(),
});

/** Picks of a person who has to choose, and of the next ones, over and over. */
const anyPicks = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });

describe('X8 a demand leads on, under any policy and with any evidence', () => {
  it('no refusal demands what the evidence meets already: the step-up would be complete with nothing proved', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(fc.oneof(inSession, anyActor)), anyTurn, (input, known, turn) => {
        const { policy, question } = turned(input, known.question, turn);
        const verdict = judge(policy, known.act, question);
        if (verdict.outcome === 'allowed' || verdict.demand === undefined) return;
        const { actor, target = known.shows } = question;
        const shows = actor.kind === 'administrator' ? actor.account : target;
        const isMet = meetsDemand(
          policy,
          { account: shows, evidence: sessionEvidence(question.evidence), now: NOW },
          verdict.demand,
        );
        expect({ act: known.act.type, verdict, isMet }).toMatchObject({ isMet: false });
      }),
      runs(400),
    );
  });

  it('evidence that the account can give meets the demand, and the act is allowed; or a set-up in the step-up does so', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, (input, { act, question: asked }, turn) => {
        const { policy, question } = turned(input, asked, turn);
        const { target } = question;
        const verdict = judge(policy, act, question);
        if (verdict.outcome === 'allowed' || verdict.demand === undefined || target === undefined) return;
        const { demand } = verdict;
        const leads = everythingGiven(policy, target.factors)
          .flatMap(subsets)
          .some((given) => {
            const shown = given.map((one): Evidence => ({ ...one, at: NOW }));
            const evidence = sessionEvidence([...question.evidence, ...shown]);
            const asked = { ...question, evidence };
            if (meetsDemand(policy, { account: target, evidence, now: NOW }, demand))
              return !isWantOfProof(judge(policy, act, asked));
            const actor: Actor = { kind: 'flow', purpose: 'step-up', demand };
            return (['passkey', 'totp', 'sms-code'] as const).some((factor) => {
              const enrolls: Act = { type: 'enroll', factor };
              if (judge(policy, enrolls, { ...asked, actor }).outcome !== 'allowed') return false;
              const after = withFactor({ account: target, evidence }, factor);
              return (
                (act.type === 'enroll' && act.factor === factor) ||
                !isWantOfProof(judge(policy, act, { ...asked, target: after.account, evidence: after.evidence }))
              );
            });
          });
        expect({ act: act.type, verdict, leads }).toMatchObject({ leads: true });
      }),
      runs(400),
    );
  });

  it('whatever a person proves in the step-ups, the act is done, or its refusal demands no more: never the same step-up again', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, anyPicks, (input, { act, question: asked }, turn, picks) => {
        const { policy, question } = turned(input, asked, turn);
        if (question.target === undefined) return;
        const person = { account: question.target, evidence: sessionEvidence(question.evidence), picks: [...picks] };
        const demanded: string[] = [];
        for (;;) {
          const verdict = judge(policy, act, { ...question, target: person.account, evidence: person.evidence });
          if (verdict.outcome === 'allowed' || verdict.demand === undefined) return;
          const [strength = ''] = verdict.demand.strengths;
          expect({ act: act.type, again: demanded.includes(strength), verdict }).toMatchObject({ again: false });
          demanded.push(strength);
          const end = stepsUp(policy, act, person, verdict.demand);
          if (end !== 'granted') return;
        }
      }),
      runs(400),
    );
  });

  it('a refusal that no step-up mends says why', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, (input, { act, question: asked }, turn) => {
        const { policy, question } = turned(input, asked, turn);
        const { target } = question;
        const verdict = judge(policy, act, question);
        if (verdict.outcome === 'allowed' || verdict.reason !== 'no-way-in' || target === undefined) return;
        expect(verdict).not.toHaveProperty('demand');
        const { methods } = requirementsOf(policy, target).rule;
        const codes = verdict.because.map(({ code }) => code);
        // An account without a way in cannot use an administrator's code either: nothing is said of codes.
        if (waysIn(target, methods).length > 0)
          expect(codes).toContainEqual(expect.stringMatching(/^(enrollment-needs-|nothing-enrolled)/));
        else expect(verdict.because.length).toBeGreaterThan(0);
      }),
      runs(400),
    );
  });
});

describe('X9 X10 a set-up in a session and a set-up in a flow ask the same gate', () => {
  it('with recent proof, a session sets up what a flow with the same evidence sets up', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), anyTurn, (input, { act, question: asked }, turn) => {
        const { policy, question } = turned(input, asked, turn);
        const { target } = question;
        if (act.type !== 'enroll' || target === undefined) return;
        const evidence = sessionEvidence(question.evidence);
        const inSession = judge(policy, act, { ...question, evidence });
        const { methods } = requirementsOf(policy, target).rule;
        const gate = enrollmentGate(policy, target, recentEvidence(evidence, NOW, policy.recentProof), methods);
        if (inSession.outcome === 'allowed') expect(gate).toEqual({ state: 'open' });
        const isProved = meetsDemand(policy, { account: target, evidence, now: NOW }, ownersDemand(policy, target));
        if (!isProved || inSession.outcome === 'allowed') return;
        for (const strength of ['baseline', 'enhanced', 'phishing-resistant'] as const) {
          const demand: ProofDemand = { strengths: [strength], within: policy.recentProof };
          const actor: Actor = { kind: 'flow', purpose: 'step-up', demand };
          expect(judge(policy, act, { ...question, actor, evidence })).toMatchObject({ outcome: 'refused' });
        }
      }),
      runs(400),
    );
  });
});

interface Person {
  account: AccountFacts;
  evidence: readonly Evidence[];
  /** Turned by one place at each choice. */
  readonly picks: number[];
}

/** Plays the step-up: proves what is accepted, as the person picks, and sets up what is offered. */
function stepsUp(policy: Policy, act: Act, person: Person, demand: ProofDemand): 'granted' | 'set-up' | 'stuck' {
  let given: readonly Evidence[] = [];
  for (;;) {
    const decision = evaluate(policy, { account: person.account, evidence: person.evidence, now: NOW, demand });
    if (decision.outcome === 'granted') return 'granted';
    if (decision.outcome === 'enrollment-required') {
      if (act.type === 'enroll' && decision.offer.includes(act.factor)) return 'set-up';
      const offered = decision.offer[pick(person) % decision.offer.length];
      if (offered === undefined) return 'stuck';
      Object.assign(person, withFactor(person, offered));
      continue;
    }
    if (decision.outcome !== 'factor-required') return 'stuck';
    const can = proofsOf(policy, person.account.factors)
      .filter(({ method }) => decision.accept.some((other) => other === method))
      .map((one): Evidence => ({ ...one, at: NOW }))
      .filter((one) => !given.some((other) => JSON.stringify(other) === JSON.stringify(one)));
    const next = can[pick(person) % Math.max(can.length, 1)];
    if (next === undefined) return 'stuck';
    given = [...given, next];
    person.evidence = [...person.evidence, next];
  }
}

/** The account and its session after the set-up of a factor in a step-up. The registration is evidence there. */
function withFactor(
  { account, evidence }: Pick<Person, 'account' | 'evidence'>,
  factor: EnrollableMethod,
): Pick<Person, 'account' | 'evidence'> {
  const { factors } = account;
  if (factor === 'passkey') {
    const id = `new-${factors.passkeys.length}`;
    const shown = [...evidence, passkey(id)];
    return {
      account: { ...account, factors: { ...factors, passkeys: [...factors.passkeys, key(id)] } },
      evidence: shown,
    };
  }
  const { codes = [] } = factors;
  const added = isHostCode(factor) ? { codes: [...codes, factor] } : { totp: true };
  const shown: Evidence = { method: factor, at: NOW };
  return { account: { ...account, factors: { ...factors, ...added } }, evidence: [...evidence, shown] };
}

function pick({ picks }: Person): number {
  const first = picks.shift() ?? 0;
  picks.push(first);
  return first;
}

function subsets(given: readonly Evidence[]): readonly (readonly Evidence[])[] {
  const lists: (readonly Evidence[])[] = [[]];
  for (const one of given) lists.push(...lists.map((list) => [...list, one]));
  return lists;
}

/** Whether a refusal could be mended by another proof. */
function isWantOfProof(verdict: Verdict): boolean {
  return verdict.outcome === 'refused' && ['insufficient-strength', 'no-way-in'].includes(verdict.reason);
}

function turned(
  input: PolicyInput<string>,
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
  const trusting: PolicyInput<string> = { ...input, providers: { ...input.providers, corp } };
  // The trusted word is one more pattern, and a random policy may have as many as there can be.
  fc.pre(hasFewPatterns(trusting));
  return {
    policy: definePolicy(trusting),
    question: {
      ...question,
      target: { ...target, factors },
      evidence: [...shown, ...(fresh ? [sso('corp', { acr: 'mfa' })] : [])],
    },
  };
}
