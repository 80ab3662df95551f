import {
  type Act,
  type Actor,
  anywhere,
  type Evidence,
  type Instant,
  judge,
  type Leaves,
  type Policy,
  setUpByBoth,
} from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, EventRecord, MembershipGuard, SetUpBy } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal, type RefusalCode } from '../contract/refusal.ts';
import { questionOf } from '../factors/question.ts';
import { codesForReport, standingCodes } from '../factors/standing-code.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { Entered } from '../kernel/request-place.ts';
import { nameOf } from '../state/actors.ts';
import { event, toldOfLoss } from '../state/events.ts';
import { asLastKnown } from '../state/host-roles.ts';
import { type EndedInvitations, endingsOf, endingsOfLeaving } from '../state/organisation-invitations.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { accountWritten } from './account-written.ts';
import { type ActorRead, actorNow, type Doer } from './doer.ts';
import { afterFirstSignIn } from './first-sign-in.ts';
import { withAdministratorsGuard } from './last-administrator.ts';
import { actorIsGone } from './liveness.ts';
import { withLowered } from './lowered.ts';
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
import { mayBeTaken, maySayTaken } from './taking.ts';

export type AlsoCommit = Omit<
  Partial<EngineCommit>,
  'tenant' | 'now' | 'account' | 'newSession' | 'keysStay' | 'deleteAccount'
>;

export interface ActState<Target> {
  readonly account: Target;
  readonly inForce: PolicyInForce;
  readonly now: Instant;
  readonly actor: Actor;
  readonly evidence: readonly Evidence[];
  readonly setUpBy: SetUpBy | undefined;
  /** Of a member. */
  readonly entered?: Entered | undefined;
  leaves(before: AccountRecord, next: AccountRecord): Promise<Leaves>;
  /** Judges an act before the plan is made: an actor without the right learns only the refusal. */
  refuses(act: Act, proves?: readonly Evidence[]): Promise<Refusal | undefined>;
}

export interface ActPlan {
  readonly act: Act;
  /** Absent: the account's version still guards the commit. */
  readonly next?: AccountRecord | undefined;
  readonly deletes?: true;
  readonly also?: AlsoCommit;
  readonly proves?: readonly Evidence[];
  /** The act is judged, and nothing is written. */
  readonly isDone?: true;
  readonly isStale?: boolean;
  readonly isPreview?: boolean;
  /** Before the commit, so that a failure leaves none open. */
  readonly endsInvitations?: EndedInvitations;
  readonly readsSession?: true;
}

/** Called in every try, so without an effect of its own. */
export type PlanOf<Target> = (state: ActState<Target>) => Promise<ActPlan | Refusal> | ActPlan | Refusal;

/** Acts have no other way to the store, except those of a flow, in `completeStep`. */
export function performAct(
  kernel: Kernel,
  by: Doer,
  on: AccountId,
  plan: PlanOf<AccountRecord>,
): Promise<AccountRecord | Refusal> {
  return untilWritten(kernel, by, async () => {
    const account = await kernel.store.readAccount(by.tenant, on);
    return account === undefined ? { refused: ifDeleted(by) } : tryOnce(kernel, by, account, plan);
  });
}

function ifDeleted({ kind }: Doer): RefusalCode {
  if (kind === 'owner') return 'no-session';
  return kind === 'recovering' ? 'invalid-credentials' : 'not-found';
}

export function performActWithoutAccount(
  kernel: Kernel,
  by: Doer,
  plan: PlanOf<undefined>,
): Promise<AccountRecord | undefined | Refusal> {
  return untilWritten(kernel, by, () => tryOnce(kernel, by, undefined, plan));
}

export async function refusedWithoutAccount(kernel: Kernel, by: Doer, act: Act): Promise<Refusal | undefined> {
  const answer = await performActWithoutAccount(kernel, by, () => ({ act, isDone: true }));
  return isRefusal(answer) ? answer : undefined;
}

type Tried<Written> = Written | Refusal | 'again' | 'again-in-turn';

/** Each change of an administrator of the policy moves one record, on which many at once would wait too long. */
async function untilWritten<Written>(
  { administratorsQueue, taken }: Pick<Kernel, 'administratorsQueue' | 'taken'>,
  by: Doer,
  tryIt: () => Promise<Tried<Written>>,
): Promise<Written | Refusal> {
  const upTo = async (most: number, isInTurn: boolean): Promise<Written | Refusal> => {
    for (let count = 1; count <= most; count++) {
      const written = await tryIt();
      if (written === 'again-in-turn' && !isInTurn)
        return administratorsQueue.run(by.tenant, () => upTo(most - count, true));
      if (written === 'again' || written === 'again-in-turn') continue;
      if (isRefusal(written) && maySayTaken(by, written)) taken?.();
      return written;
    }
    return { refused: 'store-unavailable' };
  };
  return upTo(MOST_TRIES, false);
}

async function tryOnce<Target extends AccountRecord | undefined>(
  kernel: Kernel,
  by: Doer,
  committed: Target,
  plan: PlanOf<Target>,
): Promise<Tried<Target | AccountRecord>> {
  const inForce = await readPolicyInForce(kernel, by.tenant);
  const { policy } = inForce;
  // The act is judged in the place of the request. What is written goes by the policy as it is anywhere.
  const known = anywhere(policy);
  const read = await actorNow(kernel, by, known, committed);
  if (isRefusal(read)) return read;
  const { actor, evidence, setUpBy, besides, guards: actorGuards } = read;
  const takenBy = setUpBy ?? besides;
  const now = kernel.now();
  // An administrator acts without the factors that others set up, and a recovery replaces no password by a link that goes.
  const cleared = clearedForItsRoles(known, committed, now);
  const account = by.kind === 'administrator' || by.kind === 'recovering' ? cleared : committed;
  const judgedTarget = async (act: Act): Promise<AccountRecord | undefined> =>
    account && asksHost(by, act) ? asLastKnown(kernel, account) : account;
  const judged = read.entered === undefined ? policy : kernel.place.inside(read.entered).in(inForce).policy;
  const refusedOn = (act: Act, target: AccountRecord | undefined, proved: readonly Evidence[]): Refusal | undefined => {
    const told = refusalOf(judge(judged, act, questionOf(policy, { actor, evidence: proved, now }, target)));
    return told?.demand === undefined || read.entered === undefined ? told : { ...told, in: read.entered.id };
  };
  const planned = await plan({
    ...{ account, inForce, now, actor, evidence, setUpBy, entered: read.entered },
    leaves: leavesAfter(kernel, known, now),
    refuses: async (act, proves = []) => refusedOn(act, await judgedTarget(act), [...evidence, ...proves]),
  });
  if (isRefusal(planned)) return planned;
  const { act, deletes, also = {}, isDone, proves } = planned;
  if (by.kind === 'owner' && cleared !== committed && !ENDS_ALONE.has(act.type)) return { refused: 'no-session' };
  const target = await judgedTarget(act);
  const proved = proves === undefined ? evidence : [...evidence, ...proves];
  const refused = refusedOn(act, target, proved);
  if (refused !== undefined && refused.refused !== 'no-way-in-left') return refused;
  if (mayBeTaken(by, act)) kernel.taken?.();
  if (isDone === true) return refused ?? committed;
  if (planned.isStale === true) return { refused: 'precondition-failed' };

  const became =
    planned.next && becomes(known, now, act, { committed, account, target, planned: planned.next, takenBy });
  const next = became?.next;
  const after = deletes === true ? undefined : (next ?? committed);
  const guarded = MAY_STRAND.has(act.type)
    ? await withAdministratorsGuard(kernel, known, committed, after, by.accountId)
    : undefined;
  if (isRefusal(guarded)) return guarded;
  if (refused !== undefined) return refused;
  if (planned.isPreview === true) return committed;
  const memberships = joinedGuards(also.guards, actorGuards);
  if (memberships === undefined) return 'again';
  const guards = {
    policy: inForce.version,
    ...also.guards,
    ...guarded?.guards,
    ...actorGuards,
    ...(memberships.length > 0 && { memberships }),
    ...(committed && { account: { id: committed.id, version: committed.version } }),
  };
  const changed = next && committed ? { ...next, version: committed.version + 1 } : next;
  const written =
    changed && (await accountWritten(kernel, known, committed, changed, { actor: loggedActor(by), vault: also.vault }));
  const endings = planned.endsInvitations && (await endingsOf(kernel, by.tenant, planned.endsInvitations));
  const left = deletes === true && committed ? await endingsOfLeaving(kernel, committed, undefined) : [];
  const result = await kernel.commitAct({
    ...also,
    ...guarded,
    ...written?.commit,
    events: namingThem(
      by.kind === 'owner' && SETS_UP.has(act.type) ? setUpByBoth(besides, settersOfNew(account, next)) : besides,
      [
        ...(await eventsOf(kernel, by, { policy: known, now }, also.events ?? [], became)),
        ...(written?.events ?? []),
        ...(endings?.events ?? []),
        ...left,
      ],
    ),
    tenant: by.tenant,
    now,
    guards,
    deleteAccount: deletes === true && committed ? { id: committed.id } : undefined,
    ...(endings && endings.uses.length > 0 && { uses: [...(also.uses ?? []), ...endings.uses] }),
  });
  if (result.outcome === 'committed') return written?.account ?? committed;
  if (await actorIsGone(kernel, by.tenant, guards, result)) return { refused: 'no-session' };
  // Of the act's own link, the events of the next round tell.
  if (result.with === 'used' && endings !== undefined) return 'again';
  if (result.with === 'session' && planned.readsSession === true) return 'again';
  return afterConflict(result.with) ?? (result.with === 'administrators' ? 'again-in-turn' : 'again');
}

/** `undefined`: the two read different versions of one membership, or of the organisation. */
function joinedGuards(...all: readonly (CommitGuards | undefined)[]): readonly MembershipGuard[] | undefined {
  const versions = all.flatMap((guards) => guards?.organisation?.version ?? []);
  if (new Set(versions).size > 1) return undefined;
  const joined = new Map<AccountId, MembershipGuard>();
  for (const guard of all.flatMap((guards) => guards?.memberships ?? [])) {
    if ((joined.get(guard.accountId)?.version ?? guard.version) !== guard.version) return undefined;
    joined.set(guard.accountId, guard);
  }
  return [...joined.values()];
}

interface Stages {
  readonly committed: AccountRecord | undefined;
  readonly account: AccountRecord | undefined;
  readonly target: AccountRecord | undefined;
  readonly planned: AccountRecord;
  readonly takenBy: SetUpBy | undefined;
}

interface Became {
  readonly next: AccountRecord;
  readonly ended: readonly string[];
}

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

async function eventsOf(
  kernel: Kernel,
  by: Doer,
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
  events: readonly EventRecord[],
  became: Became | undefined,
): Promise<readonly EventRecord[]> {
  if (became === undefined) return events;
  const { next, ended } = became;
  const counts = ended.length === 0 ? next : await codesForReport(kernel)(policy, next);
  const all = withEnded(
    events,
    ended,
    () => strandsOwner(policy, counts, now),
    () => event(kernel, by.tenant, now, 'account.roles-changed', { accountId: next.id, actor: loggedActor(by) }),
  );
  return all.map((one) => toldOfLoss(one, next));
}

function namingThem(besides: ActorRead['besides'], events: readonly EventRecord[]): readonly EventRecord[] {
  return besides === undefined
    ? events
    : events.map((one) => ({ ...one, detail: { ...one.detail, setUpBy: besides } }));
}

function loggedActor(by: Doer): EventRecord['actor'] {
  return by.kind === 'system' ? undefined : nameOf(by);
}

function asksHost({ kind }: Doer, act: Act): boolean {
  return kind === 'administrator' || (kind === 'host' && 'leaves' in act);
}

function leavesAfter(kernel: Kernel, policy: Policy, now: Instant): ActState<AccountRecord>['leaves'] {
  return async (before, next) => {
    const left = afterRoleGain(policy, before, await asLastKnown(kernel, next), now);
    const as = await standingCodes(kernel, policy, before, left);
    return leavesOf(policy, as.before, as.after, now);
  };
}

const ENDS_ALONE: ReadonlySet<Act['type']> = new Set<Act['type']>(['end-sessions', 'forget-device']);

const SETS_UP: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'enroll',
  'issue-backup-codes',
  'set-password',
  'set-address',
  'link',
]);

const SETS_ROLES: ReadonlySet<Act['type']> = new Set<Act['type']>(['set-roles', 'take-roles']);

/** `change-policy` builds this guard itself. */
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
