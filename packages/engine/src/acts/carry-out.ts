import {
  type Act,
  type Actor,
  type Evidence,
  type Instant,
  judge,
  type Leaves,
  type Policy,
  setUpByBoth,
  type Verdict,
} from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, SetUpBy } from '@sallyport/store';
import { keepsKeys } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal, type RefusalCode } from '../contract/refusal.ts';
import { questionOf } from '../factors/question.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { nameOf } from '../records/actors.ts';
import { event, toldOfLoss } from '../records/events.ts';
import { asLastKnown } from '../records/host-roles.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { asWritten } from '../records/written-account.ts';
import { type ActorRead, actorNow, type Doer } from './doer.ts';
import { afterFirstSignIn } from './first-sign-in.ts';
import { withAdministratorsGuard } from './last-administrator.ts';
import { actorIsGone } from './liveness.ts';
import { withLowered } from './lowered.ts';
import { orphanedEnvelopes } from './orphaned-envelopes.ts';
import { afterConflict, refusalOf } from './refused-act.ts';
import {
  afterRoleGain,
  clearedForItsRoles,
  clearedForNoMore,
  endedByGain,
  isClearedForPolicy,
  settersOfNew,
  withEnded,
} from './role-gain.ts';
import { leavesOf, strandsOwner } from './stranding.ts';

/** The writes of an act beside its account. */
export type AlsoCommit = Omit<
  Partial<EngineCommit>,
  'tenant' | 'now' | 'account' | 'newSession' | 'keysStay' | 'deleteAccount'
>;

/** The committed state that a plan is built on, read again in each try. */
export interface ActState<Target> {
  readonly account: Target;
  readonly inForce: PolicyInForce;
  readonly now: Instant;
  readonly actor: Actor;
  /** The actor's proofs in the session or flow of the act. */
  readonly evidence: readonly Evidence[];
  /** Who sets up what the act gives the account, besides the owner and host code. */
  readonly setUpBy: SetUpBy | undefined;
  /** Returns what the act leaves of the account, for `judge`. */
  leaves(before: AccountRecord, next: AccountRecord): Promise<Leaves>;
  /**
   * Judges an act before the plan is made. An actor without the right learns only the refusal. `carryOut` judges the act again.
   *
   * @param proves as in {@link ActPlan}
   */
  refuses(act: Act, proves?: readonly Evidence[]): Promise<Refusal | undefined>;
}

/** The act for `judge`, and its writes. */
export interface ActPlan {
  readonly act: Act;
  /** The next state of the account. Absent: the account is unchanged, and its version still guards the commit. */
  readonly next?: AccountRecord | undefined;
  readonly deletes?: true;
  readonly also?: AlsoCommit;
  /** Proofs given with the act itself, beside the session's evidence: the old password. */
  readonly proves?: readonly Evidence[];
  /** The act is judged, and nothing is written. */
  readonly isDone?: true;
  /** The author decided on a state that has changed: if the author may make the act, it is refused with `precondition-failed`. */
  readonly isStale?: boolean;
  /** The act is judged as if it were made, the guard of the last administrator included, and nothing is written. */
  readonly isPreview?: boolean;
  /**
   * The plan read the guarded session in this try: if a concurrent change of the session was quicker, a further try reads the session
   * again.
   */
  readonly readsSession?: true;
}

/** Plans an act on the committed state. Has no effect of its own, and is called in every try. */
export type PlanOf<Target> = (state: ActState<Target>) => Promise<ActPlan | Refusal> | ActPlan | Refusal;

/**
 * Carries out an act on an account: reads the committed state, judges, and commits. After a conflict with an unrelated change, the next try reads
 * and judges again. An act has no other way to the store, except the acts of a flow (a set-up, a recovery, a provider's link): `conclude` judges
 * and commits these with the proof.
 *
 * The commit is guarded by the policy, the account, the actor's account and live session, the guards of the plan, and the record of the tenant's
 * administrators if {@link withAdministratorsGuard} asks for that. No other record that was read is guarded.
 *
 * @returns the account as written, or as read if the act does not change the account
 */
export function carryOut(
  kernel: Kernel,
  by: Doer,
  on: AccountId,
  plan: PlanOf<AccountRecord>,
): Promise<AccountRecord | Refusal> {
  return untilWritten(async () => {
    const account = await kernel.store.readAccount(by.tenant, on);
    if (account !== undefined) return tryOnce(kernel, by, account, plan);
    return { refused: ifDeleted(by) };
  });
}

/** The refusal if the account was deleted meanwhile. A recovery link of a deleted account is as wrong as an invented link. */
function ifDeleted({ kind }: Doer): RefusalCode {
  if (kind === 'owner') return 'no-session';
  return kind === 'recovering' ? 'invalid-credentials' : 'not-found';
}

/** Carries out an act without an existing account: on a new account, or on the policy. */
export function carryOutWithoutAccount(
  kernel: Kernel,
  by: Doer,
  plan: PlanOf<undefined>,
): Promise<AccountRecord | undefined | Refusal> {
  return untilWritten(() => tryOnce(kernel, by, undefined, plan));
}

/** Judges an act without an existing account before it is planned. `carryOutWithoutAccount` judges the act again. */
export async function refusedWithoutAccount(kernel: Kernel, by: Doer, act: Act): Promise<Refusal | undefined> {
  const answer = await carryOutWithoutAccount(kernel, by, () => ({ act, isDone: true }));
  return isRefusal(answer) ? answer : undefined;
}

/** The result of a try. `again`: a guarded record has changed meanwhile. */
type Tried<Written> = Written | Refusal | 'again';

async function untilWritten<Written>(tryIt: () => Promise<Tried<Written>>): Promise<Written | Refusal> {
  for (let count = 0; count < MOST_TRIES; count++) {
    const written = await tryIt();
    if (written !== 'again') return written;
  }
  return { refused: 'store-unavailable' };
}

async function tryOnce<Target extends AccountRecord | undefined>(
  kernel: Kernel,
  by: Doer,
  committed: Target,
  plan: PlanOf<Target>,
): Promise<Tried<Target | AccountRecord>> {
  const inForce = await readPolicyInForce(kernel, by.tenant);
  const { policy } = inForce;
  const read = await actorNow(kernel, by, policy, committed);
  if (isRefusal(read)) return read;
  const { actor, evidence, setUpBy, besides, guards: actorGuards } = read;
  const takenBy = setUpBy ?? besides;
  const now = kernel.now();
  // An administrator acts on the account without the factors that others set up before the account got its roles. The factors of the
  // act itself come later, from an administrator with the right to set them up. A recovery replaces no password by a link that goes.
  const cleared = clearedForItsRoles(policy, committed, now);
  const account = by.kind === 'administrator' || by.kind === 'recovering' ? cleared : committed;
  const judgedTarget = async (act: Act): Promise<AccountRecord | undefined> =>
    account && asksHost(by, act) ? asLastKnown(kernel, account) : account;
  const verdictOn = (act: Act, target: AccountRecord | undefined, proved: readonly Evidence[]): Verdict =>
    judge(policy, act, questionOf(policy, { actor, evidence: proved, now }, target));
  const planned = await plan({
    ...{ account, inForce, now, actor, evidence, setUpBy },
    leaves: leavesAfter(kernel, inForce, now),
    refuses: async (act, proves = []) => refusalOf(verdictOn(act, await judgedTarget(act), [...evidence, ...proves])),
  });
  if (isRefusal(planned)) return planned;
  const { act, deletes, also = {}, isDone, proves } = planned;
  // The session may rest on a factor that goes with a role, such as a role that a new policy names. The next sign-in clears the account.
  if (by.kind === 'owner' && cleared !== committed && !ENDS_ALONE.has(act.type)) return { refused: 'no-session' };
  const target = await judgedTarget(act);
  const proved = proves === undefined ? evidence : [...evidence, ...proves];
  const refused = refusalOf(verdictOn(act, target, proved));
  if (refused !== undefined && refused.refused !== 'no-way-in-left') return refused;
  if (isDone === true) return refused ?? committed;
  if (planned.isStale === true) return { refused: 'precondition-failed' };

  const became =
    planned.next && becomes(policy, now, act, { committed, account, target, planned: planned.next, takenBy });
  const next = became?.next;
  const after = deletes === true ? undefined : (next ?? committed);
  const guarded = MAY_STRAND.has(act.type)
    ? await withAdministratorsGuard(kernel, policy, committed, after, by.accountId)
    : undefined;
  // The refusal for the last administrator comes before the refusal for an account without a way in.
  if (isRefusal(guarded)) return guarded;
  if (refused !== undefined) return refused;
  if (planned.isPreview === true) return committed;
  const guards = {
    policy: inForce.version,
    ...also.guards,
    ...guarded?.guards,
    ...actorGuards,
    ...(committed && { account: { id: committed.id, version: committed.version } }),
  };
  const changed = next && committed ? { ...next, version: committed.version + 1 } : next;
  const written = changed && asWritten(policy, committed, changed, kernel.now());
  const orphaned =
    written && committed ? await orphanedEnvelopes(kernel, committed, written, loggedActor(by), also.vault) : undefined;
  const result = await kernel.commitAct({
    ...also,
    ...guarded,
    ...(orphaned?.vault && { vault: orphaned.vault }),
    events: namingThem(
      by.kind === 'owner' && SETS_UP.has(act.type) ? setUpByBoth(besides, settersOfNew(account, next)) : besides,
      [...eventsOf(kernel, by, { policy, now }, also.events ?? [], became), ...(orphaned?.events ?? [])],
    ),
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

/** An account in one try of an act. */
interface Stages {
  readonly committed: AccountRecord | undefined;
  /** The account for the actor: for an administrator, without the factors that others set up before the account got its roles. */
  readonly account: AccountRecord | undefined;
  /** The account that `judge` saw: with the host's roles. */
  readonly target: AccountRecord | undefined;
  /** The account after the plan. */
  readonly planned: AccountRecord;
  /** Everybody who takes factors by the act, besides the owner. Absent: the owner alone, or host code, acts. */
  readonly takenBy: SetUpBy | undefined;
}

/** The account after an act. */
interface Became {
  readonly next: AccountRecord;
  /** The names of everything that the account lost with a role of administration, before the act and with it. */
  readonly ended: readonly string[];
}

/** Returns the account after an act, without the factors that it loses with a role of administration. */
function becomes(policy: Policy, now: Instant, act: Act, stages: Stages): Became {
  const { committed, account, target, takenBy } = stages;
  const planned = committed ? afterFirstSignIn(committed, stages.planned) : stages.planned;
  const cleared = afterRoleGain(policy, account, planned, now);
  const left =
    account && !isClearedForPolicy(planned, cleared)
      ? withLowered(policy, account, cleared, { now, by: takenBy })
      : cleared;
  const ended = new Set([...endedByGain(committed, account), ...endedByGain(planned, left)]);
  const ranked = target === undefined || SETS_ROLES.has(act.type) ? left : { ...left, roles: target.roles };
  return { next: clearedForNoMore(policy, left, ranked), ended: [...ended] };
}

/** Returns the events of an act, including the account's loss with a role of administration. */
function eventsOf(
  kernel: Kernel,
  by: Doer,
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
  events: readonly EventRecord[],
  became: Became | undefined,
): readonly EventRecord[] {
  if (became === undefined) return events;
  const { next, ended } = became;
  const all = withEnded(
    events,
    ended,
    () => strandsOwner(policy, next, now),
    () => event(kernel, by.tenant, now, 'account.roles-changed', { accountId: next.id, actor: loggedActor(by) }),
  );
  return all.map((one) => toldOfLoss(one, next));
}

/** The events, each with everybody who acted in the session besides the session's account, or to whom the set-up belongs besides the owner. */
function namingThem(besides: ActorRead['besides'], events: readonly EventRecord[]): readonly EventRecord[] {
  return besides === undefined
    ? events
    : events.map((one) => ({ ...one, detail: { ...one.detail, setUpBy: besides } }));
}

/** The actor in the action log. `undefined` for the system. */
function loggedActor(by: Doer): EventRecord['actor'] {
  return by.kind === 'system' ? undefined : nameOf(by);
}

/** Returns whether the host is asked for the target's roles: if the verdict depends on the target's rank, or on a remaining way in. */
function asksHost({ kind }: Doer, act: Act): boolean {
  return kind === 'administrator' || (kind === 'host' && 'leaves' in act);
}

/** What an act leaves of an account: without the factors that the account loses with a role of administration. */
function leavesAfter(kernel: Kernel, { policy }: PolicyInForce, now: Instant): ActState<AccountRecord>['leaves'] {
  return async (before, next) => {
    return leavesOf(policy, before, afterRoleGain(policy, before, await asLastKnown(kernel, next), now), now);
  };
}

/** Acts of an owner that only end something. */
const ENDS_ALONE: ReadonlySet<Act['type']> = new Set<Act['type']>(['end-sessions', 'forget-device']);

/** Acts of an owner that can set something up. */
const SETS_UP: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'enroll',
  'issue-backup-codes',
  'set-password',
  'set-address',
  'link',
]);

/** Acts that set roles: afterwards, the account's rank follows the new roles, and not the roles that `judge` saw. */
const SETS_ROLES: ReadonlySet<Act['type']> = new Set<Act['type']>(['set-roles', 'take-roles']);

/**
 * Acts that can take a way in, or change who administers: `create` and `unblock` can add an administrator. The record of the tenant's administrators guards
 * these acts. `change-policy` builds that guard itself.
 */
const MAY_STRAND: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'remove',
  'unlink',
  'link',
  'recover',
  'set-address',
  'create',
  'delete',
  'block',
  'unblock',
  'set-roles',
  'set-methods',
  'set-required-strength',
  'reset-two-step',
  'reset-passkeys',
  'revoke-passkey',
  'help-in',
]);
