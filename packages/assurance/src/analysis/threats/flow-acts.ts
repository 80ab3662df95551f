import {
  type Evidence,
  evaluate,
  provesBeyondMailbox,
  recentEvidence,
  recoveryAccepts,
  speaksFor,
} from '@sallyport/core';
import { mayUseCode } from './administrator-acts.ts';
import { isAllowed } from './allowed.ts';
import type { ThreatWorld } from './host.ts';
import { besides, type Held, isOfSession, surviving } from './opened.ts';
import type { Changed, Place } from './place.ts';
import { afterShowing, withAssertionsOf } from './said.ts';
import { setUps } from './session-acts.ts';
import { proofsIn, readsMail } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf, type Target } from './target.ts';

/** The registration is evidence in the same flow (W7). */
export function* flowSetUps(place: Place): Generator<Changed> {
  const { world, target, facts, held, opened } = place;
  const done = new Set<string>();
  for (const flow of opened.offers) {
    const evidence = proofsIn(flow.evidence);
    const purpose = flow.demand !== undefined ? 'step-up' : flow.isFirstSignIn === true ? 'sign-up' : 'sign-in';
    const said = afterShowing(world, target, [flow]);
    const account = said === target ? facts : factsOf(said);
    const setUpBy = world.settingUp(
      world.policy,
      { account, lowered: target.lowered },
      { kind: 'flow', purpose },
      evidence,
      world.now,
    );
    for (const { factor, leaves, shown } of setUps({ world, target }, { by: 'thief', setUpBy })) {
      if (!flow.offer.includes(factor)) continue;
      const usesCode = evidence.some(({ method }) => method === 'enrollment-code');
      const next = withAssertionsOf(usesCode ? { ...leaves, enrollmentCode: undefined } : leaves, said);
      const rest = flow.evidence.filter(({ proof }) => proof.method !== 'enrollment-code');
      const on = flowAfter(world, next, { ...flow, evidence: [...rest, shown] });
      const key = JSON.stringify([next, flow.demand, rest.map(({ name }) => name)]);
      if (done.has(key)) continue;
      const actor = { kind: 'flow', purpose, demand: flow.demand } as const;
      if (!isAllowed(world, { type: 'enroll', factor }, { actor, target: account, evidence })) continue;
      done.add(key);
      const step: ThreatStep = { move: 'sets-up', method: factor, of: 'own' };
      yield {
        steps: [...flow.steps, step],
        target: next,
        held: surviving([...besides(held, flow), on], next),
        used: flow,
      };
    }
  }
}

export function flowAfter(
  { policy, now }: ThreatWorld,
  target: Target,
  { demand, evidence, isFirstSignIn }: Pick<Held, 'demand' | 'evidence' | 'isFirstSignIn'>,
): Held {
  const question = { account: factsOf(target), evidence: proofsIn(evidence), now, demand, local: true };
  if (evaluate(policy, question).outcome !== 'granted')
    return { kind: 'flow', demand, evidence, isFirstSignIn, steps: [] };
  return { kind: 'session', evidence: evidence.filter(isOfSession), steps: [] };
}

/** The new password has the mailbox's provenance. */
export function* recoveries(place: Place): Generator<Changed> {
  const { world, hands, target, facts, shows } = place;
  const { policy, now } = world;
  const { mail } = target;
  if (mail === undefined || !readsMail(world, hands, mail)) return;
  const token: Evidence = { method: 'reset-token', at: now, setUpBy: mail.setUpBy };
  const follows: ThreatStep = { move: 'follows-recovery-link', of: mail.by === 'thief' ? 'own' : 'owner' };
  const accepts = recoveryAccepts(policy, facts);
  const tries = [
    { evidence: [token], steps: [follows] },
    ...shows
      .filter(({ proof }) => accepts.some((method) => method === proof.method))
      .map(({ proof, step }) => ({
        evidence: [token, proof],
        steps: [follows, { move: 'recovers', ...step } as const],
      })),
  ];
  for (const { evidence, steps } of tries) {
    const actor = { kind: 'flow', purpose: 'recover' } as const;
    if (!isAllowed(world, { type: 'recover' }, { actor, target: facts, evidence })) continue;
    const password: Target['password'] = {
      by: 'thief',
      setUpBy: world.settingUp(policy, { account: facts, lowered: target.lowered }, actor, evidence, now),
      provenance: 'mailbox',
    };
    yield {
      steps: [...steps, { move: 'sets-password', of: 'own' }],
      target: { ...target, password },
      held: [],
      endsOthers: true,
    };
    return;
  }
}

export function* passwordByCode({ world, hands, target, facts, shows, held }: Place): Generator<Changed> {
  const code = shows.find(({ proof }) => proof.helpsIn === 'first');
  if (code === undefined || !mayUseCode(world, hands, facts)) return;
  const actor = { kind: 'flow', purpose: 'sign-in' } as const;
  const evidence = [code.proof];
  if (!isAllowed(world, { type: 'set-password' }, { actor, target: facts, evidence })) return;
  const setUpBy = world.settingUp(
    world.policy,
    { account: facts, lowered: target.lowered },
    actor,
    evidence,
    world.now,
  );
  const next: Target = {
    ...target,
    password: { by: 'thief', setUpBy, provenance: 'independent' },
    enrollmentCode: undefined,
  };
  yield {
    steps: [{ move: 'sets-password', method: 'enrollment-code', of: 'own' }],
    target: next,
    held: surviving(held, next),
  };
}

/** The proof beside the password must be independent of the mailbox (N12). */
export function* clearedPasswords({ world, target, opened, held }: Place): Generator<Changed> {
  const { password } = target;
  if (password?.provenance !== 'mailbox') return;
  const used = opened.sessions.find(({ evidence, steps }) => {
    const recent = recentEvidence(proofsIn(evidence), world.now, world.policy.recentProof);
    return (
      steps.length > 0 &&
      recent.some(({ method }) => method === 'password') &&
      recent.some((proof) => provesBeyondMailbox(proof) && speaksFor(proof, password))
    );
  });
  if (used === undefined) return;
  yield {
    steps: used.steps,
    target: { ...afterShowing(world, target, [used]), password: { ...password, provenance: 'independent' } },
    held: [...besides(held, used), { ...used, steps: [], from: undefined }],
    used,
  };
}
