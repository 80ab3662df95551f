import {
  type AccountFacts,
  type Decision,
  definePolicy,
  type Evidence,
  type HostMethods,
  type Instant,
  instant,
  nearestName,
  type Policy,
  type PolicyInput,
  policyIn,
  unknownContexts,
} from '@sallyport/core';
import { asInstant, asMilliseconds, type Moment, START } from '../clock/moment.ts';
import { type Act, actInWords } from './act.ts';
import { checkStrength } from './check-strength.ts';
import type { Expectation, Some } from './expectation.ts';
import type { DecisionTrace } from './proof.ts';
import { FlowOver, ScenarioFailed, ScenarioMisused } from './scenario-error.ts';
import { asked, take } from './take.ts';
import { newWorld, type World } from './world.ts';

/** The start of a scenario: a policy and a time. */
export interface Scenario {
  /** Sets the clock. The rules of the policy apply that have begun by then. */
  at(moment: Moment): Scenario;
  /** Sets the contexts of the requests from here on, as the host's `contextOf` would tell them. Without a name, there is none. */
  in(...contexts: readonly string[]): Scenario;
  /** Sets the account, and the evidence from before the scenario. */
  given(account: AccountFacts, ...evidence: readonly Evidence[]): Given;
}

/** The state so far. */
export interface Given {
  /** Sets the clock. The rules of the policy apply that have begun by then. */
  at(moment: Moment): Given;
  /** Moves the clock on: `'3s' '15m' '12h' '30d'`. */
  after(duration: string): Given;
  /**
   * Sets the contexts of the requests from here on. Without a name, there is none.
   *
   * @throws ScenarioMisused if the policy has no context of this name
   */
  in(...contexts: readonly string[]): Given;
  /** The acts, in order. Without an act, the sign-in is opened. */
  when(...acts: readonly Act[]): Happened;
}

/** The acts and their result. Matchers accept the object like a decision. */
export interface Happened extends Outcome {
  /** Sets the clock for the next acts. */
  at(moment: Moment): Given;
  /** Moves the clock on, then continues the story: `'3s' '15m' '12h' '30d'`. */
  after(duration: string): Given;
  /** Sets the contexts of the next requests, then continues the story. */
  in(...contexts: readonly string[]): Given;
  /**
   * Compares the last decision.
   *
   * @throws ScenarioFailed unless the last decision meets all expectations; the message is the proof
   * @throws ScenarioMisused if an expectation names a strength that the policy does not have
   */
  then(...expectations: Some<Expectation>): Then;
  /**
   * Compares the decisions after the acts, one expectation for each act.
   *
   * @throws ScenarioFailed unless the decisions after the acts meet these expectations, in order; the message is the proof
   * @throws ScenarioMisused if an expectation names a strength that the policy does not have
   */
  thenInOrder(...expectations: Some<Expectation>): Then;
}

/** A scenario that went as expected. A test may continue the scenario. */
export interface Then extends Given, Outcome {}

/** The state of a scenario. */
export interface Outcome {
  /** The decision after the last act. */
  readonly decision: Decision;
  /** The account's current state, including new factors. */
  readonly account: AccountFacts;
  /** The evidence of the flow so far. */
  readonly evidence: readonly Evidence[];
  /** The time of the last act. */
  readonly now: Instant;
}

/**
 * The decisions of a policy for an account, as a story. Needs no server, no clock and no database.
 *
 * Runs the core's flow with the engine's additions: a method that the flow does not accept is refused, wrong guesses are counted, and
 * backup codes come with the first strong factor.
 *
 * @param host the host's methods and codes, if the policy is not compiled yet: `{ methods: [...], codes: ['sms-code'] }`
 * @throws PolicyError if the policy has a problem
 * @example
 * ```ts
 * import { account, asksToEnroll, proves, scenario } from '@sallyport/testing';
 *
 * scenario({ roles: { admin: { requiredStrength: 'enhanced' } } })
 *   .given(account({ roles: ['admin'], factors: ['password', 'email'] }))
 *   .when(proves('password'), proves('email-code'))
 *   .then(asksToEnroll('passkey', 'totp'));
 * ```
 */
export function scenario<Own extends string = never>(policy: Policy | PolicyInput<Own>, host?: HostMethods): Scenario {
  return beginning(onDate('document' in policy ? policy : definePolicy(policy, host), START), START);
}

function beginning(policy: Policy, now: Instant): Scenario {
  return {
    at: (moment) => beginning(onDate(policy, asInstant(moment)), asInstant(moment)),
    in: (...contexts) => beginning(placed(policy, contexts), now),
    given: (account, ...evidence) => given(newWorld(policy, account, evidence, now), []),
  };
}

type Step = NonNullable<DecisionTrace['steps']>[number];

function given(world: World, steps: readonly Step[]): Given {
  return {
    ...passing(world, steps),
    when(...acts) {
      let now = world;
      const taken: Step[] = [];
      for (const act of acts) {
        try {
          now = take(now, act);
        } catch (error) {
          if (!(error instanceof FlowOver)) throw error;
          return cutShort(now, steps, taken, { error, act: actInWords(act), acts: acts.length });
        }
        taken.push(stepOf(actInWords(act), now));
      }
      return happened(now, steps, taken);
    },
  };
}

interface CutShort {
  readonly error: FlowOver;
  readonly act: string;
  readonly acts: number;
}

/** Acts after which the flow was over too early. The expectations are compared with what happened: otherwise the acts belong to no flow. */
function cutShort(world: World, before: readonly Step[], taken: readonly Step[], cut: CutShort): Happened {
  const { error } = cut;
  const trace = { ...outcomeOf(world), policy: world.policy, steps: [...before, ...taken] };
  const fail = (): never => {
    throw error;
  };
  const compare = (expected: readonly Expectation[], decision: Decision, after: string): void => {
    const missed = expected.find(({ holds }) => !holds(decision));
    if (missed === undefined) return;
    throw new ScenarioFailed(`${after}${missed.says}`, { ...trace, decision });
  };
  const outcome: Happened = {
    ...trace,
    at: fail,
    after: fail,
    in: fail,
    then(...expectations) {
      checkExpectations(world, expectations);
      compare(
        expectations,
        world.answer,
        `after '${cut.act}', which did not happen, because the flow was granted before: `,
      );
      return fail();
    },
    thenInOrder(...expectations) {
      checkExpectations(world, expectations);
      checkCount(expectations, cut.acts);
      for (const [place, expectation] of expectations.entries()) {
        const step = taken[place];
        if (step !== undefined)
          compare([expectation], step.decision, `after '${step.act}' (step ${before.length + place + 1}): `);
      }
      return fail();
    },
  };
  // A matcher that reads the outcome would compare the decision of an earlier act.
  for (const member of ['decision', 'account', 'evidence', 'now'])
    Object.defineProperty(outcome, member, { get: fail });
  return outcome;
}

function checkExpectations({ policy }: World, expectations: readonly Expectation[]): void {
  if (expectations.some((expectation) => typeof expectation === 'function'))
    throw new ScenarioMisused('a scenario is not to be awaited: say what follows, .then(granted())');
  for (const { strength } of expectations) if (strength !== undefined) checkStrength(policy, strength);
}

function checkCount(expectations: readonly Expectation[], acts: number): void {
  if (expectations.length !== acts)
    throw new ScenarioMisused(`${acts} acts have ${acts} decisions: ${expectations.length} are expected`);
}

function happened(world: World, before: readonly Step[], taken: readonly Step[]): Happened {
  const steps = [...before, ...taken];
  const trace = { ...outcomeOf(world), policy: world.policy, steps };
  const goOn = (): Then => ({ ...given(world, steps), ...outcomeOf(world) });
  return {
    ...passing(world, steps),
    ...outcomeOf(world),
    then(...expectations) {
      checkExpectations(world, expectations);
      for (const expectation of expectations) {
        if (!expectation.holds(world.answer)) throw new ScenarioFailed(expectation.says, trace);
      }
      return goOn();
    },
    thenInOrder(...expectations) {
      checkExpectations(world, expectations);
      checkCount(expectations, taken.length);
      for (const [place, { says, holds }] of expectations.entries()) {
        const step = taken[place];
        if (step !== undefined && !holds(step.decision))
          throw new ScenarioFailed(`after '${step.act}' (step ${before.length + place + 1}): ${says}`, {
            decision: step.decision,
            account: world.account,
            policy: world.policy,
            steps,
          });
      }
      return goOn();
    },
  };
}

function passing(world: World, steps: readonly Step[]): Pick<Given, 'at' | 'after' | 'in'> {
  return {
    in: (...contexts) => given(asked({ ...world, policy: placed(world.policy, contexts) }), steps),
    at: (moment) => given(asked(worldOn(world, asInstant(moment))), steps),
    after: (duration) => given(asked(worldOn(world, instant(world.now + asMilliseconds(duration)))), steps),
  };
}

function worldOn(world: World, now: Instant): World {
  return { ...world, now, policy: onDate(world.policy, now) };
}

function onDate(policy: Policy, now: Instant): Policy {
  return policyIn(policy, { contexts: policy.place?.contexts ?? [], now });
}

/** @throws ScenarioMisused with the name most likely meant */
function placed(policy: Policy, contexts: readonly string[]): Policy {
  for (const name of unknownContexts(policy, contexts)) {
    const names = [...policy.contexts.keys()];
    const meant = nearestName(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ') || 'none'}` : `did you mean '${meant}'?`;
    throw new ScenarioMisused(`the policy has no context '${name}'; ${hint}`);
  }
  return policyIn(policy, { contexts });
}

function outcomeOf({ answer, account, shown, now }: World): Outcome {
  return { decision: answer, account, evidence: shown, now };
}

function stepOf(act: string, { answer, note }: World): Step {
  return { act, decision: answer, note };
}
