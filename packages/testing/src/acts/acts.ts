import {
  type AccountFacts,
  definePolicy,
  type Evidence,
  type HostMethods,
  type Instant,
  instant,
  judge,
  type Policy,
  type Act as PolicyAct,
  type PolicyInput,
  type Verdict,
} from '@sallyport/core';
import { asInstant, asMilliseconds, type Moment, START } from '../clock/moment.ts';
import type { Some } from '../scenario/expectation.ts';
import { ScenarioMisused } from '../scenario/scenario-error.ts';
import { type ActingAs, type FlowWords, owner, ownerInFlow } from './actors.ts';
import { ActsFailed } from './acts-failed.ts';
import type { VerdictExpectation } from './verdict-expectation.ts';
import type { Wish } from './wishes.ts';

/** A policy and a time. */
export interface Acts {
  /** Sets the clock. */
  at(moment: Moment): Acts;
  /** The account that is acted on. */
  given(account: AccountFacts): ActsOn;
  /** The actor of an act without an account: `toCreate()`, `toChangePolicy()`. */
  by(actor: ActingAs): Acting;
}

/** An account. Next: the actor. */
export interface ActsOn {
  /** The account's owner, in a session with this evidence. */
  inSession(...evidence: readonly Evidence[]): Acting;
  /** The account's owner, in a flow with this evidence: `'sign-in'`, `'sign-up'`, `'recover'`, `'step-up'`, or `{ stepUpTo: 'enhanced', within: '5m' }`. */
  inFlow(flow: FlowWords, ...evidence: readonly Evidence[]): Acting;
  /** Another actor: `administrator(ben, evidence.passkey())`, `voucher(ben)`, `hostCode()`, `provider('corp')`, `directory('office')`, `theSystem()`. */
  by(actor: ActingAs): Acting;
}

/** An actor. Next: the act. */
export interface Acting {
  /** Sets the clock. */
  at(moment: Moment): Acting;
  /** Moves the clock on: `'3s' '15m' '12h' '30d'`. */
  after(duration: string): Acting;
  /**
   * Asks `judge` about an act.
   *
   * @throws ScenarioMisused if the act needs an account and no account was given
   */
  wants(wish: Wish): Answered;
}

/** The answer of `judge`. */
export interface Answered {
  /** The answer as data. */
  readonly verdict: Verdict;
  /** The act that `judge` judged. */
  readonly act: PolicyAct;
  /**
   * Compares the answer.
   *
   * @throws ActsFailed if the answer does not meet every expectation
   */
  expect(...expectations: Some<VerdictExpectation>): Acting;
}

/**
 * Asks `judge` whether an actor may make an act under a policy. Needs no server, no clock and no database. An allowed act changes nothing
 * for the next act.
 *
 * @param host the host's methods and codes, if the policy is not compiled yet: `{ methods: [...], codes: ['sms-code'] }`
 * @throws PolicyError if the policy has a problem
 * @example
 * ```ts
 * import { account, acts, administrator, allowed, evidence, refusedBecause, toEnroll, toSetRoles } from '@sallyport/testing';
 *
 * const dora = account({ roles: ['contractor'], factors: ['password', 'email'] });
 * const ben = account({ roles: ['admin'], factors: ['password', 'totp'] });
 * const story = acts({ administrators: { policy: ['super-admin'], people: ['admin'] } });
 *
 * story.given(dora).inSession(evidence.password(), evidence.emailCode()).wants(toEnroll('totp')).expect(allowed());
 * story
 *   .given(dora)
 *   .by(administrator(ben, evidence.password(), evidence.totp()))
 *   .wants(toSetRoles('super-admin'))
 *   .expect(refusedBecause('not-permitted'));
 * ```
 */
export function acts<Own extends string = never>(policy: Policy | PolicyInput<Own>, host?: HostMethods): Acts {
  return beginning('document' in policy ? policy : definePolicy(policy, host), START);
}

function beginning(policy: Policy, now: Instant): Acts {
  const by = (target?: AccountFacts) => (who: ActingAs) => acting({ policy, now, target, who });
  return {
    at: (moment) => beginning(policy, asInstant(moment)),
    given: (account) => ({
      inSession: (...evidence) => by(account)(owner(evidence)),
      inFlow: (flow, ...evidence) => by(account)(ownerInFlow(flow, evidence)),
      by: by(account),
    }),
    by: by(),
  };
}

interface Standing {
  readonly policy: Policy;
  readonly now: Instant;
  readonly target: AccountFacts | undefined;
  readonly who: ActingAs;
}

function acting(standing: Standing): Acting {
  return {
    at: (moment) => acting({ ...standing, now: asInstant(moment) }),
    after: (duration) => acting({ ...standing, now: instant(standing.now + asMilliseconds(duration)) }),
    wants: (wish) => answered(standing, wish),
  };
}

function answered(standing: Standing, wish: Wish): Answered {
  const { policy, now, target, who } = standing;
  if (target === undefined && wish.needsNoAccount !== true)
    throw new ScenarioMisused(
      `on whose account? Say acts(policy).given(account(…)) before somebody wants to ${wish.says}`,
    );
  const act = wish.on(target ?? NOBODY);
  const verdict = judge(policy, act, { actor: who.on(target), target, evidence: who.evidence, now });
  return {
    ...{ verdict, act },
    expect(...expectations) {
      for (const { says, holds } of expectations)
        if (!holds(verdict)) throw new ActsFailed(says, { who, wish, verdict, target, now, policy });
      return acting(standing);
    },
  };
}

const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };
