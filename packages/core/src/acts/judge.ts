import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation, upToDate } from '../policy/policy-in.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { sessionEvidence } from '../strength/session-evidence.ts';
import type { Act, ActQuestion, Verdict } from './act.ts';
import { byAdministrator, byVoucher } from './administrator.ts';
import { bringsBlockedBack } from './held-identity.ts';
import { inFlow } from './in-flow.ts';
import { withinLimits } from './limits.ts';
import { byInviter, byMember, leavesOwners, ORGANISATION_ACTS } from './member.ts';
import { NOBODY } from './nobody.ts';
import { byOwner } from './owner.ts';
import { byProvider } from './provider.ts';
import { mayRecover } from './recovery.ts';
import { ALLOWED, both, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

/**
 * Judges whether an actor may make an act. Pure: the engine calls `judge` on committed state, and again in each try of the
 * commit.
 *
 * `judge` calls `evaluate` and `enrollmentGate`, and repeats none of their rules. An act that adds a proof to the account (a
 * factor, backup codes, a link, an address, a first password) is a set-up, and asks `enrollmentGate` with recent evidence. A
 * one-time code or link counts only in the flow where it was shown, never in a session.
 *
 * @example
 * ```ts
 * import { definePolicy, instant, judge } from '@sallyport/core';
 *
 * const now = instant(Date.now());
 * const verdict = judge(definePolicy({}), { type: 'enroll', factor: 'passkey' }, {
 *   actor: { kind: 'session' },
 *   target: { roles: [], factors: { password: 'independent', totp: true, passkeys: [] } },
 *   evidence: [{ method: 'password', at: now }, { method: 'totp', at: now }],
 *   now,
 * });
 * if (verdict.outcome === 'refused') console.log(verdict.reason, verdict.demand);
 * ```
 */
export function judge(inForce: Policy, act: Act, question: ActQuestion): Verdict {
  const { actor, evidence } = question;
  const placed = upToDate(inForce, question.now);
  // An organisation decides who enters, and nothing about the account. Only a flow into the organisation sets up what is missing there.
  const isEntering = actor.kind === 'flow' && act.type === 'enroll';
  const policy = isEntering ? placed : outsideOrganisation(placed);
  if (question.target === undefined && !UNTARGETED.has(act.type)) return refused('not-permitted');
  const { target = NOBODY } = question;
  const owners: Question = { ...question, account: target };
  if (bringsBlockedBack(act, actor)) return refused('account-blocked');
  switch (actor.kind) {
    case 'session':
    case 'flow':
      if (target.blocked === true) return refused('account-blocked', evaluate(policy, owners).because);
      return actor.kind === 'session'
        ? byOwner(policy, act, { ...owners, evidence: sessionEvidence(evidence) })
        : inFlow(policy, act, owners, actor);
    case 'administrator':
      return byAdministrator(policy, act, target, question, actor);
    case 'member':
      return byMember(placed, act, question, actor);
    case 'inviter':
      return byInviter(placed, act, actor);
    case 'voucher':
      return byVoucher(policy, act, target, actor);
    case 'host':
      return byHost(policy, act, target);
    case 'provider':
    case 'directory':
      return byProvider(policy, act, target, actor);
    case 'system':
      return bySystem(policy, act, target);
  }
}

const UNTARGETED: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'create',
  'bootstrap',
  'change-policy',
  ...ORGANISATION_ACTS,
]);

/** A bootstrap makes only the first administrator. */
function byHost(policy: Policy, act: Act, target: AccountFacts): Verdict {
  // Only a person can follow a recovery link.
  if (act.type === 'recover') return refused('not-permitted');
  if (act.type === 'bootstrap' && (target.blocked === true || !act.first)) return refused('not-permitted');
  return both(withinLimits(act, target), () => both(leavesWayIn(policy, act, target), () => leavesOwners(act, true)));
}

function bySystem(policy: Policy, act: Act, target: AccountFacts): Verdict {
  switch (act.type) {
    case 'create':
    case 'change-policy':
    case 'end-sessions':
    case 'take-roles':
      return ALLOWED;
    case 'block':
      return policy.dormant !== undefined && target.emergency !== true ? ALLOWED : refused('not-permitted');
    case 'offer-recovery':
      return target.blocked !== true && mayRecover(policy, target) ? ALLOWED : refused('not-permitted');
    default:
      return refused('not-permitted');
  }
}
