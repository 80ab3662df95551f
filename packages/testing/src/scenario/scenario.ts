import {
  type AccountFacts,
  type Decision,
  type DurationText,
  defineOrganisation,
  definePolicy,
  type Evidence,
  type HostMethods,
  type Instant,
  instant,
  nearestName,
  type OrganisationInput,
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

/** An organisation, as a person enters it. */
export interface EnteredByPerson {
  /** The person's roles there. Default: a member without a role. */
  readonly roles?: readonly string[];
  /** The organisation's own rule. Default: only what the policy asks of every organisation. */
  readonly rule?: OrganisationInput<string>;
}

/** The start of a scenario: a policy and a time. */
export interface Scenario {
  /** Sets the clock. The rules of the policy apply that have begun by then. */
  at(moment: Moment): Scenario;
  /** Sets the contexts of the requests from here on, as the host's `contextOf` would tell them. Without a name, there is none. */
  in(...contexts: readonly string[]): Scenario;
  /** Sets the organisation that the requests from here on enter. Without an argument, they enter none. */
  inOrganisation(entered?: EnteredByPerson): Scenario;
  /** Sets the account, and the evidence from before the scenario. */
  given(account: AccountFacts, ...evidence: readonly Evidence[]): Given;
}

/** The state so far. */
export interface Given {
  /** Sets the clock. The rules of the policy apply that have begun by then. */
  at(moment: Moment): Given;
  /** Moves the clock on: `'3s' '15m' '12h' '30d'`. */
  after(duration: DurationText): Given;
  /**
   * Sets the contexts of the requests from here on. Without a name, there is none.
   *
   * @throws ScenarioMisused if the policy has no context of this name
   */
  in(...contexts: readonly string[]): Given;
  /**
   * Sets the organisation that the requests from here on enter. Without an argument, they enter none.
   *
   * @throws OrganisationError if the rule of the organisation has a problem
   * @throws ScenarioMisused if neither the policy nor the organisation has a role of this name
   */
  inOrganisation(entered?: EnteredByPerson): Given;
  /** The acts, in order. Without an act, the sign-in is opened. */
  when(...acts: readonly Act[]): Happened;
}

/** The acts and their result. Matchers accept the object like a decision. */
export interface Happened extends Outcome {
  /** Sets the clock for the next acts. */
  at(moment: Moment): Given;
  /** Moves the clock on, then continues the story: `'3s' '15m' '12h' '30d'`. */
  after(duration: DurationText): Given;
  /** Sets the contexts of the next requests, then continues the story. */
  in(...contexts: readonly string[]): Given;
  /** Sets the organisation that the next requests enter, then continues the story. */
  inOrganisation(entered?: EnteredByPerson): Given;
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
    in: (...contexts) => beginning(placed(policy, contexts, now), now),
    inOrganisation: (entered) => beginning(inside(policy, entered, now), now),
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
    inOrganisation: fail,
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

function passing(world: World, steps: readonly Step[]): Pick<Given, 'at' | 'after' | 'in' | 'inOrganisation'> {
  return {
    in: (...contexts) => given(asked({ ...world, policy: placed(world.policy, contexts, world.now) }), steps),
    inOrganisation: (entered) => given(asked({ ...world, policy: inside(world.policy, entered, world.now) }), steps),
    at: (moment) => given(asked(worldOn(world, asInstant(moment))), steps),
    after: (duration) => given(asked(worldOn(world, instant(world.now + asMilliseconds(duration)))), steps),
  };
}

function worldOn(world: World, now: Instant): World {
  return { ...world, now, policy: onDate(world.policy, now) };
}

function placed(policy: Policy, contexts: readonly string[], now: Instant): Policy {
  refuseUnknown('context', unknownContexts(policy, contexts), [...policy.contexts.keys()]);
  return policyIn(policy, { contexts, organisation: policy.place?.organisation, now });
}

function inside(policy: Policy, entered: EnteredByPerson | undefined, now: Instant): Policy {
  const contexts = policy.place?.contexts ?? [];
  if (entered === undefined) return policyIn(policy, { contexts, now });
  const { roles = [], rule = {} } = entered;
  const rules = defineOrganisation(policy, 'organisation', rule);
  const names = [...rules.roles.keys()];
  refuseUnknown(
    'role in organisations',
    roles.filter((role) => !names.includes(role)),
    names,
  );
  return policyIn(policy, { contexts, organisation: { rules, roles }, now });
}

function onDate(policy: Policy, now: Instant): Policy {
  return policyIn(policy, { contexts: policy.place?.contexts ?? [], organisation: policy.place?.organisation, now });
}

/** @throws ScenarioMisused with the name most likely meant */
function refuseUnknown(kind: string, unknown: readonly string[], names: readonly string[]): void {
  for (const name of unknown) {
    const meant = nearestName(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ') || 'none'}` : `did you mean '${meant}'?`;
    throw new ScenarioMisused(`the policy has no ${kind} '${name}'; ${hint}`);
  }
}

function outcomeOf({ answer, account, shown, now }: World): Outcome {
  return { decision: answer, account, evidence: shown, now };
}

function stepOf(act: string, { answer, note }: World): Step {
  return { act, decision: answer, note };
}
