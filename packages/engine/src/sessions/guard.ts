import {
  type Act,
  actingBesides,
  administers,
  administratorsDemand,
  demandOfPlace,
  evaluate,
  type Instant,
  isHeldByBlocked,
  limitedRights,
  type Milliseconds,
  meetsDemand,
  namedInPlace,
  type Policy,
  type Question,
  reasonsOfPlace,
  type StrengthName,
  wornRoles,
} from '@sallyport/core';
import type { AccountRecord, SessionCheck, SessionLoaded, SessionRecord } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { refusedInSession } from '../acts/refused-act.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import { countedForSoon } from '../acts/session-info.ts';
import { withinOf } from '../contract/duration.ts';
import type { Caller, Guard, LiveSession, Refusal } from '../contract/index.ts';
import { TOUCH_AFTER } from '../contract/lifetimes.ts';
import { evidenceForActs, factsOf } from '../factors/facts.ts';
import { questionOf } from '../factors/question.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { bare, type Entered, type RequestPlace } from '../kernel/request-place.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { areBlocked } from '../state/actors.ts';
import { type Entering, enteredBy, enteringOf } from '../state/entering.ts';
import { withHostRoles } from '../state/host-roles.ts';
import { worded } from '../state/worded.ts';
import { checkGuard } from './check-demand.ts';
import { refusedToMember } from './member-guard.ts';
import { noteRequestInShadow } from './request-in-shadow.ts';
import { revoke } from './revoking.ts';
import { areRolesOld, bringRolesUpToDate } from './roles-reach.ts';
import type { SessionDemand } from './session-demand.ts';
import { mayAffect, missingStrengths, tighteningEffect } from './tightening.ts';

interface Asked {
  readonly caller: Caller;
  readonly guard: Guard;
  readonly within: Milliseconds | undefined;
  readonly entering: Entering | 'nowhere' | undefined;
  readonly place: RequestPlace;
  readonly now: Instant;
  readonly known: PolicyInForce;
}

/** In the contract's order: session (401), role (403), strength or recency (401). */
export async function guardSession(
  kernel: Kernel,
  caller: Caller,
  guard: Guard,
  place: RequestPlace = kernel.place,
): Promise<LiveSession | Refusal> {
  checkGuard(guard);
  const within = 'within' in guard ? withinOf(guard) : undefined;
  const entering = 'in' in guard ? enteringOf(kernel, caller.tenant, guard.in) : undefined;
  if (caller.sessionToken === undefined) return { refused: 'no-session' };
  const now = kernel.now();
  const known = bare(kernel.policies.known(caller.tenant));
  const asked: Asked = { caller, guard, within, entering, place, now, known };
  const check: SessionCheck = {
    tenant: caller.tenant,
    tokenHash: tokenHash(caller.sessionToken),
    now,
    knownPolicy: known.version,
    touchAfter: isUnattended(guard) ? NEVER : TOUCH_AFTER,
    ...(typeof entering === 'object' && {
      in: { organisation: entering.id, knownVersion: entering.known?.version ?? 0 },
    }),
  };
  const kept = keptCheck(kernel, asked, check);
  if (kept !== undefined) {
    const judged = await judgeLoaded(kernel, asked, kept);
    if (judged instanceof CheckedSession) return judged;
  }
  return judgeLoaded(kernel, asked, await loadedFor(kernel, guard, check));
}

/** No part of its judgement writes. */
function keptCheck(kernel: Kernel, { guard, now, known }: Asked, check: SessionCheck): SessionLoaded | undefined {
  const kept = mayReuse(guard) ? kernel.recentChecks?.recent(check) : undefined;
  if (kept === undefined || now - kept.session.lastSeenAt > touchAfterIn(kept.session)) return undefined;
  if (areRolesOld(kernel, kept.account, now) || mayAffect(known, kept.session, kept.account, now)) return undefined;
  return kept;
}

function mayReuse(guard: Guard): boolean {
  if ('in' in guard) return false;
  if (guard.needs === 'strength') return guard.reuses === true && guard.within === undefined;
  return guard.needs === 'session' && guard.reuses === true && guard.ends !== true && guard.unattended !== true;
}

async function loadedFor(
  { recentChecks, store }: Kernel,
  guard: Guard,
  check: SessionCheck,
): Promise<SessionLoaded | undefined> {
  const read = (one: SessionCheck): Promise<SessionLoaded | undefined> =>
    recentChecks === undefined ? store.checkSession(one) : recentChecks.anew(one);
  const first = await read(check);
  return first !== undefined &&
    !isUnattended(guard) &&
    check.now - first.session.lastSeenAt > touchAfterIn(first.session)
    ? read({ ...check, touchAfter: touchAfterIn(first.session) })
    : first;
}

async function judgeLoaded(
  kernel: Kernel,
  { caller, guard, within, entering, place, now, known }: Asked,
  loaded: SessionLoaded | undefined,
): Promise<LiveSession | Refusal> {
  const inForce = loaded?.policy === undefined ? known : bare(kernel.policies.learnIfNewer(loaded.policy));
  if (loaded === undefined || loaded.session.mode !== caller.mode || !restsOnAccount(loaded.session, loaded.account))
    return { refused: 'no-session' };
  kernel.policies.noteServed(caller.tenant);
  const current =
    !onlyEnds(guard) && areRolesOld(kernel, loaded.account, now)
      ? await bringRolesUpToDate(kernel, loaded.account)
      : loaded.account;
  if (current === undefined || (current !== loaded.account && !restsOnAccount(loaded.session, current)))
    return { refused: 'no-session' };
  const effect = mayAffect(inForce, loaded.session, current, now)
    ? await tighteningEffect(kernel, inForce, loaded.session, current, now)
    : undefined;
  if (effect?.verdict === 'over') {
    // A later policy that asks for less does not bring the session back.
    if (inForce.policy.onTighten.act === 'revoke') await revoke(unplaced(kernel), loaded.session, inForce);
    return { refused: 'no-session' };
  }
  const { evenIfTightened }: { readonly needs: string; readonly evenIfTightened?: true } = guard;
  if (effect?.verdict === 'step-up' && evenIfTightened !== true) {
    return { refused: 'insufficient-strength', demand: { strengths: oneOf(effect.strengths) } };
  }
  // A tightened policy is judged anywhere, and what the place asks is judged from here on, at every request.
  await place.settle(inForce, current.id);
  const entered = typeof entering === 'object' ? await enteredBy(kernel, current, entering, loaded) : undefined;
  if (entering !== undefined && entered === undefined) return { refused: 'not-a-member' };
  const here = place.inside(entered);
  const placed = here.in(inForce);
  const { policy, shadow } = placed;
  // A lost role must have no effect.
  const actsOnOthers = guard.needs === 'administrator' || guard.needs === 'member';
  const account = actsOnOthers ? await withHostRoles(kernel, current, now) : current;
  if (account === undefined) return { refused: 'not-permitted' };
  if (actsOnOthers && afterRoleGain(policy, current, account, now) !== account) {
    await bringRolesUpToDate(kernel, current);
    return { refused: 'no-session' };
  }
  if (guard.needs === 'administrator') {
    if (!wearsRole(policy, account, loaded.session, now, guard)) return { refused: 'not-permitted' };
    if (await isHeld(kernel, policy, account, loaded.session)) return { refused: 'not-permitted' };
    if (guard.emergency === true && account.emergency !== true) return { refused: 'not-permitted' };
  }
  const refused = refusedToOwner(guard, policy, account, loaded.session, now);
  if (refused !== undefined) return refused;
  // Otherwise nobody could give the proof that the place asks for, or sign out there.
  const isJudgedHere = evenIfTightened !== true && !onlyEnds(guard) && !onlyLooks(guard);
  if (isJudgedHere && entered?.isClosed(policy) === true) return { refused: 'no-way-in' };
  if (guard.needs === 'member') {
    const short = await refusedToMember(kernel, policy, guard.may, { account, session: loaded.session });
    if (short !== undefined) return { ...short, ...(short.demand && entered && { in: entered.id }) };
  }
  const demand = demandBy(guard, within, policy, account, now) ?? (isJudgedHere ? demandOfPlace(policy) : undefined);
  let asked: Question | undefined;
  const question = (): Question => (asked ??= questionOf(policy, { evidence: loaded.session.evidence, now }, account));
  const isMet = demand === undefined || meetsDemand(policy, question(), demand);
  if (shadow !== undefined && isJudgedHere)
    noteRequestInShadow(kernel, {
      ...{ policy, shadow, entered, account, question, demand, isMet, now },
      sessionEndsAt: loaded.session.expiresAt,
      demandBy: (draft) => demandBy(guard, within, draft, account, now),
    });
  if (demand !== undefined && !isMet)
    return { ...tooWeak(policy, account, loaded.session, demand, now), ...(entered && { in: entered.id }) };
  const counted = mayReuse(guard) ? account : await countedForSoon(kernel, policy, account);
  return new CheckedSession(policy, { record: loaded.session, account, counted }, now, here.kept);
}

/** As a guard answers that asks for nothing but the organisation. */
export function refusedAtDoor(
  policy: Policy,
  entered: Entered,
  { account, session }: { readonly account: AccountRecord; readonly session: SessionRecord },
  now: Instant,
): Refusal | undefined {
  if (entered.isClosed(policy)) return { refused: 'no-way-in' };
  const demand = demandOfPlace(policy);
  if (demand === undefined || meets(policy, account, session, demand, now)) return undefined;
  return tooWeak(policy, account, session, demand, now);
}

function tooWeak(
  policy: Policy,
  account: AccountRecord,
  session: SessionRecord,
  demand: SessionDemand,
  now: Instant,
): Refusal {
  const challenged = challenge(policy, account, session, demand, now);
  if (policy.place === undefined) return { refused: 'insufficient-strength', demand: challenged };
  const question = questionOf(policy, { evidence: session.evidence, now }, account);
  const { strengths, within } = namedInPlace(policy, question, { ...demand, strengths: challenged.strengths });
  const because = worded(reasonsOfPlace(policy, question));
  if (evaluate(policy, { ...question, demand }).outcome === 'denied') return { refused: 'no-way-in', because };
  const maxAgeSeconds = within === undefined ? undefined : Math.floor(within / 1000);
  return { refused: 'insufficient-strength', demand: { strengths, maxAgeSeconds }, because };
}

/** A blocked account's owner may be the person who acts. */
async function isHeld(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  session: SessionRecord,
): Promise<boolean> {
  const now = kernel.now();
  const [facts, evidence] = [factsOf(account, policy, now), evidenceForActs(account, session.evidence)];
  const others = actingBesides(policy, facts, { kind: 'session' }, evidence, now);
  const roles = wornRoles(policy, facts, evidence, now);
  return isHeldByBlocked(policy, roles, await areBlocked(kernel, account.tenant, others));
}

const NEVER = Number.MAX_SAFE_INTEGER;

function onlyEnds(guard: Guard): boolean {
  return guard.needs === 'session' && guard.ends === true;
}

function onlyLooks(guard: Guard): boolean {
  return guard.needs === 'session' && guard.looks === true;
}

function isUnattended(guard: Guard): boolean {
  return guard.needs === 'session' && guard.unattended === true;
}

/** Milliseconds. A session with a short idle limit must not end while in use. */
function touchAfterIn({ idle }: SessionRecord): number {
  return Math.min(TOUCH_AFTER, Math.floor(idle / 2));
}

function demandBy(
  guard: Guard,
  within: Milliseconds | undefined,
  policy: Policy,
  account: AccountRecord,
  now: Instant,
): SessionDemand | undefined {
  switch (guard.needs) {
    case 'session':
    case 'recent-proof':
    case 'set-up':
    case 'member':
      return undefined;
    case 'strength':
      return { strengths: [guard.strength], within };
    case 'recent-sign-in':
      return { strengths: [], within };
    case 'administrator':
      return administratorsDemand(policy, factsOf(account, policy, now));
  }
}

/** `judge` answers, so that guard and act have one rule. */
const ACT_OF: { readonly [Needs in Guard['needs']]?: Act } = {
  'recent-proof': { type: 'export' },
  'set-up': { type: 'set-address' },
};

function refusedToOwner(
  { needs }: Guard,
  policy: Policy,
  account: AccountRecord,
  session: SessionRecord,
  now: Instant,
): Refusal | undefined {
  const act = ACT_OF[needs];
  return act && refusedInSession(policy, act, account, { evidence: session.evidence, now });
}

export function meets(
  policy: Policy,
  account: AccountRecord,
  { evidence }: SessionRecord,
  demand: SessionDemand,
  now: Instant,
): boolean {
  return meetsDemand(policy, questionOf(policy, { evidence, now }, account), demand);
}

function wearsRole(
  policy: Policy,
  account: AccountRecord,
  { evidence }: SessionRecord,
  now: Instant,
  { of, may }: Extract<Guard, { readonly needs: 'administrator' }>,
): boolean {
  const roles = wornRoles(policy, factsOf(account, policy, now), evidence, now);
  return administers(policy, roles, of) && (may === undefined || limitedRights(policy, roles)?.includes(may) !== false);
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

/** Any single strength of a challenge would do (RFC 9470 §3), and a step-up reaches one. Policies list the strongest last. */
function oneOf(strengths: readonly StrengthName[]): readonly StrengthName[] {
  return strengths.slice(-1);
}
