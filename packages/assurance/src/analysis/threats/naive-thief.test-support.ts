// A thief who tries random moves, one at a time, and keeps every session and every flow: without the reductions, the
// dominance and the order of the search.
import { evaluate, methodBit, requirementsOf } from '@sallyport/core';
import { WAY_IN_MASK } from '@sallyport/core/model';
import { administratorChanges, mayUseCode } from './administrator-acts.ts';
import { clearedPasswords, flowSetUps, passwordByCode, recoveries } from './flow-acts.ts';
import type { ThreatGoal } from './goal.ts';
import { goalsIn, goalsOf } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import type { Held, Offer } from './opened.ts';
import { overtakenSetUps } from './overtaken-flows.ts';
import type { Place } from './place.ts';
import { providerChanges } from './provider-acts.ts';
import { afterShowing } from './said.ts';
import { sessionChanges } from './session-acts.ts';
import { proofsIn, type Shown, shownBy } from './shown.ts';
import { factsOf, type Target } from './target.ts';
import type { Hands } from './thief.ts';

/** A goal that the random thief reached, with the moves so far. */
export interface Tried {
  readonly goal: ThreatGoal;
  readonly moves: readonly string[];
}

interface Mind {
  readonly target: Target;
  readonly held: readonly Held[];
}

interface Try {
  readonly name: string;
  readonly then: Mind;
}

/** @param choose picks a number below another */
export function* tryAtRandom(
  world: ThreatWorld,
  hands: Hands,
  begin: Mind,
  moves: number,
  choose: (below: number) => number,
): Generator<Tried> {
  let mind = begin;
  const done: string[] = [];
  for (let move = 0; move <= moves; move++) {
    const place = placeOf(world, hands, mind);
    for (const goal of goalsIn(mind.target, begin.target)) yield { goal, moves: [...done] };
    for (const { goal } of goalsOf(place)) yield { goal, moves: [...done] };
    const tries = [...triesIn(place)];
    const chosen = tries[choose(tries.length)];
    if (chosen === undefined) return;
    done.push(chosen.name);
    mind = chosen.then;
  }
}

/** The state with what the thief holds, and nothing that the thief could hold. */
function placeOf(world: ThreatWorld, hands: Hands, { target, held }: Mind): Place {
  const facts = factsOf(target);
  const sessions = held.flatMap((each) => (each.kind === 'session' ? [{ ...each, from: each }] : []));
  const offers = held.flatMap((flow): Offer[] => {
    if (flow.kind === 'session') return [];
    const decision = decisionOf(world, target, flow);
    return decision.outcome === 'enrollment-required'
      ? [{ ...flow, kind: 'flow', offer: decision.offer, from: flow }]
      : [];
  });
  return {
    world,
    hands,
    target,
    facts,
    shows: shownBy(world, hands, target),
    held,
    opened: { sessions, offers, flows: [] },
  };
}

function decisionOf({ policy, now }: ThreatWorld, target: Target, { evidence, demand }: Held) {
  return evaluate(policy, { account: factsOf(target), evidence: proofsIn(evidence), now, demand, local: true });
}

function* triesIn(place: Place): Generator<Try> {
  const { target, held, world } = place;
  for (const [name, flow, over] of flowsOf(place)) {
    const kept = held.filter((each) => !over.includes(each));
    yield { name, then: { target: afterShowing(world, target, [flow]), held: [...kept, { ...flow, steps: [] }] } };
  }
  for (const { from, evidence } of place.opened.sessions)
    for (const demand of world.demands) {
      const flow: Held = { kind: 'flow', demand, evidence, steps: [], from };
      yield { name: `asks for ${demand.strengths.join()}`, then: { target, held: [...held, flow] } };
    }
  // Clearing needs steps to tell a session that is begun from a session that is held: here every session was begun.
  const begun = { ...place, opened: { ...place.opened, sessions: place.opened.sessions.map(withStep) } };
  const changes = [
    ...clearedPasswords(begun),
    ...flowSetUps(place),
    ...recoveries(place),
    ...passwordByCode(place),
    ...providerChanges(place),
    ...administratorChanges(place),
    ...overtakenSetUps(place),
    ...sessionChanges(place),
  ];
  for (const { steps, target: after, held: kept } of changes)
    yield {
      name: JSON.stringify(steps.at(-1)),
      then: { target: after, held: kept.map((each) => ({ ...each, steps: [] })) },
    };
}

function withStep(session: Held): Held {
  return { ...session, steps: [{ move: 'begins' }] };
}

/** One further proof in a flow that is new, or in progress. */
function* flowsOf({
  world,
  hands,
  target,
  facts,
  held,
  shows,
}: Place): Generator<readonly [string, Held, readonly (Held | undefined)[]]> {
  const { methods } = requirementsOf(world.policy, facts).rule;
  for (const shown of shows)
    if ((methods & WAY_IN_MASK & methodBit(shown.proof.method)) !== 0)
      yield [
        `begins by ${shown.name}`,
        flowOf(world, target, { kind: 'flow', evidence: [shown], steps: stepsOf(shown) }),
        [],
      ];
  for (const flow of held) {
    if (flow.kind === 'session') continue;
    const decision = decisionOf(world, target, flow);
    if (decision.outcome === 'granted') {
      yield [`is granted`, flowOf(world, target, flow), [flow, flow.from]];
      continue;
    }
    const accept: readonly string[] = decision.outcome === 'factor-required' ? decision.accept : [];
    for (const shown of shows) {
      const isCode = shown.proof.method === 'enrollment-code';
      if (isCode ? !mayUseCode(world, hands, facts) : !accept.includes(shown.proof.method)) continue;
      const others = flow.evidence.filter(({ name }) => name !== shown.name);
      const next = flowOf(world, target, { ...flow, evidence: [...others, shown], steps: stepsOf(shown) });
      yield [`goes on by ${shown.name}`, next, next.kind === 'session' ? [flow, flow.from] : [flow]];
    }
  }
}

function stepsOf({ step }: Shown): Held['steps'] {
  return [{ move: 'goes-on', ...step }];
}

/** The flow, or the session that it comes to. */
function flowOf(world: ThreatWorld, target: Target, flow: Held): Held {
  if (decisionOf(world, target, flow).outcome !== 'granted') return flow;
  const evidence = flow.evidence.filter(({ proof }) => proof.method !== 'enrollment-code');
  return { kind: 'session', evidence, steps: flow.steps };
}
