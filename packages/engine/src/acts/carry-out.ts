import {
  type Act,
  type Actor,
  type Evidence,
  type Instant,
  judge,
  type Leaves,
  type Policy,
  type Verdict,
} from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord } from '@sallyport/store';
import { keepsKeys } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { EngineCommit } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { nameOf } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { asLastKnown } from '../records/host-roles.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { actorNow, type Doer } from './doer.ts';
import { isVouched, strandsOwner, withAdministratorsGuard } from './last-administrator.ts';
import { actorIsGone } from './liveness.ts';
import { orphanedEnvelopes } from './orphaned-envelopes.ts';
import { afterConflict, refusalOf } from './refusals.ts';
import { afterRoleGain, clearedForNoMore, endedByGain, withEnded } from './role-gain.ts';

/** What an act writes beside its account. */
export type AlsoCommit = Omit<
  Partial<EngineCommit>,
  'tenant' | 'now' | 'account' | 'opens' | 'keysStay' | 'deleteAccount'
>;

/** What an act is worked out from: committed state, read anew in each round. */
export interface ActState<Target> {
  readonly account: Target;
  readonly inForce: PolicyInForce;
  readonly now: Instant;
  readonly actor: Actor;
  /** What the actor proved in the session or flow in which the act is made. */
  readonly evidence: readonly Evidence[];
  /** The account after the act, for `judge`. */
  leaves(next: AccountRecord): Promise<Leaves>;
  /** Judges an act before it is worked out: whoever may not make it hears nothing else. `carryOut` judges it again. */
  refuses(act: Act): Promise<Refusal | undefined>;
}

/** An act as it is judged, and what it writes. */
export interface ActPlan {
  readonly act: Act;
  /** The account as it will be; absent: the account stays as it is, and only guards the commit. */
  readonly next?: AccountRecord | undefined;
  readonly deletes?: true;
  readonly also?: AlsoCommit;
  /** What is proved with the act itself, beside the session's evidence: the old password. */
  readonly proves?: readonly Evidence[];
  /** There is nothing to write: the act is judged, and that is all. */
  readonly isDone?: true;
  /** The session that the plan guards was read in this round: if another change of it was quicker, a further round reads it anew. */
  readonly readsSession?: true;
}

/** Works out an act on whatever is committed. It may be asked any number of times, and does nothing itself. */
export type PlanOf<Target> = (state: ActState<Target>) => Promise<ActPlan | Refusal> | ActPlan | Refusal;

/**
 * Carries out an act on an account: reads what is committed, judges, builds the commit with guards on everything that was read, and
 * commits. After a conflict with an unrelated change all of it begins again at the reading: what was judged in an earlier round counts for
 * nothing. An act has no other way to the store.
 *
 * @returns the account as it was written, or as it was read if the act leaves it as it is
 */
export function carryOut(
  kernel: Kernel,
  by: Doer,
  on: AccountId,
  plan: PlanOf<AccountRecord>,
): Promise<AccountRecord | Refusal> {
  return rounds(async () => {
    const account = await kernel.store.readAccount(by.tenant, on);
    if (account !== undefined) return attempt(kernel, by, account, plan);
    return { refused: by.kind === 'owner' ? 'no-session' : 'not-found' };
  });
}

/** Carries out an act on no account that there is: a new account, or the policy. */
export function carryOutAnew(
  kernel: Kernel,
  by: Doer,
  plan: PlanOf<undefined>,
): Promise<AccountRecord | undefined | Refusal> {
  return rounds(() => attempt(kernel, by, undefined, plan));
}

/** Judges an act on no account before anything of it is worked out; `carryOutAnew` judges it again. */
export async function refusesAnew(kernel: Kernel, by: Doer, act: Act): Promise<Refusal | undefined> {
  const judged = await carryOutAnew(kernel, by, () => ({ act, isDone: true }));
  return isRefusal(judged) ? judged : undefined;
}

/** What came of one round; `again`: something that was read is another by now. */
type Round<Written> = Written | Refusal | 'again';

async function rounds<Written>(round: () => Promise<Round<Written>>): Promise<Written | Refusal> {
  for (let count = 0; count < ROUNDS; count++) {
    const written = await round();
    if (written !== 'again') return written;
  }
  return { refused: 'store-unavailable' };
}

async function attempt<Target extends AccountRecord | undefined>(
  kernel: Kernel,
  by: Doer,
  committed: Target,
  plan: PlanOf<Target>,
): Promise<Round<Target | AccountRecord>> {
  const inForce = await readPolicyInForce(kernel, by.tenant);
  const { policy } = inForce;
  const judged = await actorNow(kernel, by, policy, committed);
  if (isRefusal(judged)) return judged;
  const { actor, evidence, guards: actorGuards } = judged;
  const now = kernel.now();
  const account = by.kind === 'administrator' ? clearedBefore(policy, committed) : committed;
  const judgedTarget = async (act: Act): Promise<AccountRecord | undefined> =>
    account && asksHost(by, act) ? asLastKnown(kernel, account) : account;
  const verdictOn = (act: Act, target: AccountRecord | undefined, proved: readonly Evidence[]): Verdict =>
    judge(policy, act, { actor, target: target && factsOf(target, policy), evidence: proved, now });
  const planned = await plan({
    ...{ account, inForce, now, actor, evidence },
    leaves: leavesOf(kernel, inForce, account, now),
    refuses: async (act) => refusalOf(verdictOn(act, await judgedTarget(act), evidence)),
  });
  if (isRefusal(planned)) return planned;
  const { act, deletes, also = {}, isDone, proves } = planned;
  const target = await judgedTarget(act);
  const proved = proves === undefined ? evidence : [...evidence, ...proves];
  const refused = refusalOf(verdictOn(act, target, proved));
  if (refused !== undefined && refused.refused !== 'no-way-in-left') return refused;
  if (isDone === true) return refused ?? committed;

  const became = planned.next && becomes(policy, act, { committed, account, target, planned: planned.next });
  const next = became?.next;
  const after = deletes === true ? undefined : (next ?? committed);
  const guarded = MAY_STRAND.has(act.type)
    ? await withAdministratorsGuard(kernel, policy, committed, after, by.accountId)
    : undefined;
  // That nobody could administer any more is told before that this account could not sign in.
  if (isRefusal(guarded)) return guarded;
  if (refused !== undefined) return refused;
  const guards = {
    policy: inForce.version,
    ...also.guards,
    ...guarded?.guards,
    ...actorGuards,
    ...(committed && { account: { id: committed.id, version: committed.version } }),
  };
  const written = next && committed ? { ...next, version: committed.version + 1 } : next;
  const orphaned =
    written && committed ? await orphanedEnvelopes(kernel, committed, written, loggedActor(by), also.vault) : undefined;
  const result = await kernel.commitAct({
    ...also,
    ...guarded,
    ...(orphaned?.vault && { vault: orphaned.vault }),
    events: [...eventsOf(kernel, by, { policy, now }, also.events ?? [], became), ...(orphaned?.events ?? [])],
    tenant: by.tenant,
    now,
    guards,
    account: written,
    keysStay: committed && written && keepsKeys(committed, written) ? true : undefined,
    deleteAccount: deletes === true && committed ? { id: committed.id } : undefined,
  });
  if (result.outcome === 'committed') return written ?? committed;
  if (await actorIsGone(kernel, by.tenant, guards, result)) return { refused: 'no-session' };
  if (result.with === 'session' && planned.readsSession === true) return 'again';
  return afterConflict(result.with) ?? 'again';
}

/**
 * The account as an administrator finds it: without what others set up before it got its roles. What the administrator sets up with the act comes
 * after that, from somebody with the right to. An owner's act is no such act: its session may rest on what others set up.
 */
function clearedBefore<Target extends AccountRecord | undefined>(policy: Policy, account: Target): Target {
  return account && (afterRoleGain(policy, account, account) as typeof account);
}

/** An account in one round of an act. */
interface Stages {
  readonly committed: AccountRecord | undefined;
  /** As the actor finds it. */
  readonly account: AccountRecord | undefined;
  /** As the act was judged on it: with the roles that the host tells. */
  readonly target: AccountRecord | undefined;
  /** As the plan makes it. */
  readonly planned: AccountRecord;
}

/** The account after an act. */
interface Became {
  readonly next: AccountRecord;
  /** What went with a role of administration, before the act and with it. */
  readonly ended: readonly string[];
}

/** The account after an act, without what goes with a role of administration. */
function becomes(policy: Policy, act: Act, { committed, account, target, planned }: Stages): Became {
  const left = afterRoleGain(policy, account, planned);
  const ended = new Set([...endedByGain(committed, account), ...endedByGain(planned, left)]);
  return {
    next: clearedForNoMore(policy, left, RANKS_ANEW.has(act.type) ? left : (target ?? left)),
    ended: [...ended],
  };
}

/** The events of an act, with the loss that came with a role. */
function eventsOf(
  kernel: Kernel,
  by: Doer,
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
  events: readonly EventRecord[],
  became: Became | undefined,
): readonly EventRecord[] {
  if (became === undefined) return events;
  const { next, ended } = became;
  return withEnded(
    events,
    ended,
    () => strandsOwner(policy, next, now),
    () => event(kernel, by.tenant, now, 'account.roles-changed', { accountId: next.id, actor: loggedActor(by) }),
  );
}

/** Who makes an act, as the action log names them; `undefined` for the system. */
function loggedActor(by: Doer): EventRecord['actor'] {
  return by.kind === 'system' ? undefined : nameOf(by);
}

/** Whose roles the target has is asked of the host where who is above whom depends on it, and whether a way in is left. */
function asksHost({ kind }: Doer, act: Act): boolean {
  return kind === 'administrator' || (kind === 'host' && 'leaves' in act);
}

/** The account as it will be committed: without what it loses with a role of administration. */
function leavesOf(
  kernel: Kernel,
  { policy }: PolicyInForce,
  before: AccountRecord | undefined,
  now: Instant,
): ActState<undefined>['leaves'] {
  return async (next) => {
    const left = afterRoleGain(policy, before, await asLastKnown(kernel, next));
    const wasVouched = before !== undefined && isVouched(before, now);
    return { account: factsOf(left, policy), vouched: isVouched(left, now), wasVouched };
  };
}

/** Acts that set the roles: the account ranks by those from then on, and not by the roles that the act was judged on. */
const RANKS_ANEW: ReadonlySet<Act['type']> = new Set<Act['type']>(['set-roles', 'take-roles', 'create']);

/** Acts that can take an account its way in, or its administration: the last administrator is guarded against them. */
const MAY_STRAND: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'remove',
  'unlink',
  'link',
  'recover',
  'create',
  'delete',
  'block',
  'unblock',
  'set-roles',
  'set-methods',
  'reset-two-step',
  'reset-passkeys',
  'revoke-passkey',
  'vouch',
]);
