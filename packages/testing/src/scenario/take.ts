import { instant } from '@sallyport/core';
import { accepts } from './accepts.ts';
import type { Act } from './act.ts';
import { count, lockOf } from './attempts.ts';
import { enroll } from './enroll.ts';
import { oneOf } from './expectation.ts';
import { ScenarioMisused } from './scenario-error.ts';
import { show } from './show.ts';
import { stepUp } from './step-up.ts';
import { decideIn, newWorld, refused, type World } from './world.ts';

/**
 * The world after an act. Pure.
 *
 * @throws ScenarioMisused if the act cannot happen
 */
export function take(world: World, act: Act): World {
  switch (act.type) {
    case 'waits':
      return asked({ ...world, now: instant(world.now + act.length) });
    case 'opens':
      return reopened(world, act.local);
    case 'steps-up':
      return stepUp(world, act);
    case 'proves':
      return prove(inOpenFlow(world), act);
    case 'fails':
      return fail(inOpenFlow(world), act);
    case 'enrolls':
      return enroll(inOpenFlow(world), act);
  }
}

/** Asks for the current decision of an open flow. A granted flow stays granted. */
export function asked(world: World): World {
  return world.flow.state === 'open' ? decideIn(world, { type: 'ask' }) : world;
}

function prove(world: World, { method, details }: Extract<Act, { type: 'proves' }>): World {
  const shown = show(world.account, method, details, world.now);
  if (!accepts(world).includes(method)) return notAccepted(world, method);
  const guess = count(world, method);
  if (!guess.admitted) return refused(world, guess.answer, guess.note);
  return decideIn({ ...guess.proved(), account: shown.account }, { type: 'prove', evidence: shown.evidence });
}

function fail(world: World, { method, times }: Extract<Act, { type: 'fails' }>): World {
  let after = world;
  for (let time = 0; time < times; time++) {
    if (!accepts(after).includes(method)) return notAccepted(after, method);
    const guess = count(after, method);
    if (!guess.admitted) return refused(after, guess.answer, guess.note);
    after = decideIn(guess.world, { type: 'fail', method });
  }
  const lock = lockOf(after, method);
  return lock === undefined ? after : refused(after, lock.answer, lock.note);
}

function notAccepted(world: World, method: string): World {
  const wanted = accepts(world);
  const note = `${method} is not accepted here, but ${wanted.length === 0 ? 'nothing' : oneOf(wanted)}`;
  return refused(world, { outcome: 'denied', reason: 'method-not-allowed', because: world.decision.because }, note);
}

function reopened(world: World, local: boolean): World {
  const fresh = newWorld(world.policy, world.account, [], world.now, local);
  return {
    ...fresh,
    counters: world.counters,
    session: world.session,
  };
}

function inOpenFlow(world: World): World {
  if (world.flow.state === 'open') return world;
  throw new ScenarioMisused('the flow is granted and over: go on with opensSignIn() or stepsUp(…)');
}
