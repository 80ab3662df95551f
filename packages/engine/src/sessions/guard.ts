import {
  administers,
  administratorsDemand,
  type Instant,
  type Milliseconds,
  meetsDemand,
  ownersDemand,
  type Policy,
  type StrengthName,
  wornRoles,
} from '@sallyport/core';
import type { AccountRecord, SessionCheck, SessionRecord } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import type { Caller, Guard, LiveSession, Refusal } from '../contract/index.ts';
import { TOUCH_AFTER } from '../contract/lifetimes.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { areRolesOld, bringRolesUpToDate } from './roles-reach.ts';
import { mayReach, missingStrengths, tighteningEffect } from './tightening.ts';

/** What a route asks of a session's evidence: all of these strengths, each within so long. None: those that a sign-in asks for. */
export interface SessionDemand {
  readonly strengths: readonly StrengthName[];
  readonly within?: Milliseconds | undefined;
}

/**
 * The session check, and what the route demands on top, in the contract's order: a session that a tightened policy still lets through
 * (401), role (403), strength or recency (401). One round trip to the store, and a second one if `lastSeenAt` moves, where the idle limit
 * is under two minutes a third. More where the host is asked anew for roles, which are written if they changed, and where the policy was
 * tightened with a grace: since when it runs is counted from the versions of the policy.
 */
export async function guardSession(kernel: Kernel, caller: Caller, guard: Guard): Promise<LiveSession | Refusal> {
  if (caller.sessionToken === undefined) return { refused: 'no-session' };
  const now = kernel.now();
  // Read once: the store compares with this version, even if another request learns a newer one.
  const known = kernel.policies.known(caller.tenant);
  const check: SessionCheck = {
    tenant: caller.tenant,
    tokenHash: tokenHash(caller.sessionToken),
    now,
    knownPolicy: known.version,
    touchAfter: TOUCH_AFTER,
  };
  const first = await kernel.store.checkSession(check);
  const loaded =
    first !== undefined && now - first.session.lastSeenAt > touchAfterIn(first.session)
      ? await kernel.store.checkSession({ ...check, touchAfter: touchAfterIn(first.session) })
      : first;
  const inForce = loaded?.policy === undefined ? known : kernel.policies.learn(loaded.policy);
  const { policy } = inForce;
  if (loaded === undefined || loaded.session.mode !== caller.mode || !restsOnAccount(loaded.session, loaded.account))
    return { refused: 'no-session' };
  const current = areRolesOld(kernel, loaded.account, now)
    ? await bringRolesUpToDate(kernel, loaded.account)
    : loaded.account;
  if (current === undefined || (current !== loaded.account && !restsOnAccount(loaded.session, current)))
    return { refused: 'no-session' };
  const effect = mayReach(inForce, loaded.session, current, now)
    ? await tighteningEffect(kernel, inForce, loaded.session, current, now)
    : undefined;
  if (effect?.verdict === 'over') return { refused: 'no-session' };
  if (effect?.verdict === 'step-up' && !(guard.needs === 'session' && guard.evenIfTightened === true)) {
    return { refused: 'insufficient-strength', demand: { strengths: oneOf(effect.strengths) } };
  }
  // Who administers is asked of the host each time: a role that is lost there is lost here at once.
  const account = guard.needs === 'administrator' ? await withHostRoles(kernel, current, now) : current;
  if (account === undefined) return { refused: 'not-permitted' };
  // What others set up goes before the account administers, and a session that rests on it goes too.
  if (guard.needs === 'administrator' && afterRoleGain(policy, current, account) !== account) {
    await bringRolesUpToDate(kernel, current);
    return { refused: 'no-session' };
  }
  if (guard.needs === 'administrator' && !wearsRole(policy, account, loaded.session, now, guard.of))
    return { refused: 'not-permitted' };
  if (guard.needs === 'administrator' && guard.emergency === true && account.emergency !== true)
    return { refused: 'not-permitted' };
  const demand = demandBy(guard, policy, account);
  if (demand !== undefined && !meets(policy, account, loaded.session, demand, now))
    return { refused: 'insufficient-strength', demand: challenge(policy, account, loaded.session, demand, now) };
  return new CheckedSession(policy, { record: loaded.session, account }, now);
}

/** A session whose idle limit is shorter than `lastSeenAt` waits to move would end in use: there it moves after half of the limit. */
function touchAfterIn({ idle }: SessionRecord): number {
  return Math.min(TOUCH_AFTER, Math.floor(idle / 2));
}

function demandBy(guard: Guard, policy: Policy, account: AccountRecord): SessionDemand | undefined {
  switch (guard.needs) {
    case 'session':
      return undefined;
    case 'strength':
      return { strengths: [guard.strength], within: guard.within };
    case 'recent-sign-in':
      return { strengths: [], within: guard.within };
    case 'recent-proof':
      return ownersDemand(policy, factsOf(account, policy));
    case 'administrator':
      return administratorsDemand(policy, factsOf(account, policy));
  }
}

/**
 * Whether a session's dated evidence is enough for a demand, under the policy in force now. The evidence is taken as it was proved: unlike in
 * a flow (`step/decide-in.ts`), none of it is left out whose factor is gone. `restsOnAccount` alone sees to that, by ending the session:
 * with less of it, factors that were removed would count. The same holds for `tightening.ts` and `authorize.ts`.
 */
export function meets(
  policy: Policy,
  account: AccountRecord,
  session: SessionRecord,
  demand: SessionDemand,
  now: Instant,
): boolean {
  return meetsDemand(policy, factsOf(account, policy), session.evidence, now, demand);
}

/** Whether a session wears a role that administers: the account's own, or a provider's whose identity the session rests on. */
function wearsRole(
  policy: Policy,
  account: AccountRecord,
  { evidence }: SessionRecord,
  now: Instant,
  of: 'people' | 'policy',
): boolean {
  return administers(policy, wornRoles(policy, factsOf(account, policy), evidence, now), of);
}

function challenge(
  policy: Policy,
  account: AccountRecord,
  session: SessionRecord,
  { strengths, within }: SessionDemand,
  now: Instant,
): NonNullable<Refusal['demand']> {
  return {
    strengths: strengths.length > 0 ? strengths : oneOf(missingStrengths(policy, session, account, now, within)),
    maxAgeSeconds: within === undefined ? undefined : Math.floor(within / 1000),
  };
}

/**
 * One at a time; what still lacks is asked for next. Of several that a challenge names any one would do (RFC 9470 §3), and a step-up takes
 * one: a session that it raised falls short of the others as before. The last one first, since the policy has the stronger built-in ones
 * after the weaker: mostly nothing lacks then.
 */
function oneOf(strengths: readonly StrengthName[]): readonly StrengthName[] {
  return strengths.slice(-1);
}
