import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitResult } from '@sallyport/store';
import { type CommitPlan, type Obstacle, planCommit, writesOf } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { giveBack, judge } from '../counters/close.ts';
import { accountPlace } from '../place.ts';
import { ENDED } from '../stored.ts';
import { writeAtOnce } from './at-once.ts';
import { resetsAll } from './counter-writes.ts';
import { forgetOldest } from './device-writes.ts';
import { writeSingle } from './single.ts';
import { brokenGuard, standingOf } from './standing.ts';
import { tryOnce } from './transaction.ts';
import type { Write } from './write.ts';

/** Longest pause before the second try, in milliseconds. The pauses before later tries grow in proportion. */
const PAUSE = 15;
/** Tries until a change without a conflict to report fails. */
const TRIES = 16;

/**
 * Carries out a plan. `giveBack` and `judged` are written even if there is a conflict. The failure is judged at the same
 * time as the rest of the plan, which neither reads nor writes the counter of the judged attempt.
 */
export async function commit(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const { tenant, now, judged } = plan;
  if (judged === undefined) return queued(call, plan);
  const [result, locks] = await Promise.all([queued(call, plan), judge(call, tenant, now, judged)]);
  if (!locks) return result;
  // The event of a lock comes after the events of the plan. The extra round trip is rare, because a lock takes many failures.
  if (judged.ifLocked !== undefined) {
    await write(call, planCommit({ tenant, now, guards: {}, events: [judged.ifLocked] }));
  }
  return { ...result, locked: true };
}

/** Queues the plan if concurrent plans of the process may write the same document. */
async function queued(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const meetsAt = meetingPlace(plan);
  if (meetsAt === undefined) return tried(call, plan);
  return call.turns.take(
    meetsAt,
    call.limits.signal,
    () => {
      call.waitsOn();
      return tried(call, plan);
    },
    call.waitsOn,
  );
}

/**
 * The key of the plan's queue. All acts of one person write the person's account. All grants at one account write the
 * counters of the account.
 */
function meetingPlace(plan: CommitPlan): string | undefined {
  for (const check of plan.guards) {
    if (check.guard === 'version' && check.obstacle === 'actor') return accountPlace(plan.tenant, check.id)._id;
  }
  const [reset] = writesOf(plan, 'counter');
  return reset && `counters of ${accountPlace(plan.tenant, reset.subject)._id}`;
}

async function tried(call: Call, plan: CommitPlan): Promise<CommitResult> {
  if (await writeAtOnce(call, plan)) return { outcome: 'committed' };
  const { tenant, giveBack: ref } = plan;
  if (ref === undefined) return write(call, plan);
  if (resetsAll(plan, ref)) {
    const result = await write(call, plan);
    if (result.outcome === 'conflict') await giveBack(call, tenant, ref);
    return result;
  }
  if (writesCountersOf(plan, ref.subject)) {
    // The plan may write the same counter: a concurrent `giveBack` would abort the transaction.
    await giveBack(call, tenant, ref);
    return write(call, plan);
  }
  const [result] = await Promise.all([write(call, plan), giveBack(call, tenant, ref)]);
  return result;
}

function writesCountersOf(plan: CommitPlan, subject: string): boolean {
  return (
    writesOf(plan, 'counter').some((reset) => reset.subject === subject) ||
    writesOf(plan, 'device').some((one) => one.write === 'remove' && one.accountId === subject)
  );
}

/**
 * Tries a transaction. If a concurrent transaction holds a document, tries once more, and then reports a conflict with a record that
 * the caller reads again. A change without such a record is tried up to 16 times, and then throws.
 */
async function write(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const single = await writeSingle(call, plan);
  if (single !== undefined) return single;
  for (let tries = 1; ; tries++) {
    const tried = await tryOnce(call, plan);
    if (tried.outcome === 'committed') {
      await forgetOldest(call, plan, tried.standing).catch(() => {});
      return { outcome: 'committed' };
    }
    if (tried.outcome === 'conflict') return tried;
    if (tried.outcome === 'lost' && tries > 1) throw tried.error;
    if (tried.outcome === 'contended' && tries > 1) {
      const obstacle = readAgain(plan);
      if (obstacle !== undefined) {
        return { outcome: 'conflict', with: (await settle(call, plan, tried.writes)) ?? obstacle };
      }
    }
    if (tries === TRIES) throw new Error('too many write at once to the same documents');
    await sleep(Math.random() * PAUSE * tries, undefined, { signal: call.limits.signal });
  }
}

/**
 * The obstacle to report after repeated contention: a record that the caller reads again after a conflict. Returns `undefined` if an
 * actor is guarded: the actor's own concurrent acts contend for the actor's account, and do not invalidate each other.
 */
function readAgain({ guards }: CommitPlan): Obstacle | undefined {
  const obstacles = guards.flatMap((guard) => (guard.guard === 'lock' ? [] : guard.obstacle));
  if (obstacles.includes('actor')) return undefined;
  return (['account', 'administrators', 'policy'] as const).find((obstacle) => obstacles.includes(obstacle));
}

/** Waits for the other transaction to end, in milliseconds. */
const WAITS: readonly number[] = [5, 10, 20, 40, 80, 160, 320];

/**
 * Finds the conflict of a plan after two contended transactions. Repeats the check until the writes of the concurrent transaction are
 * visible. Returns `undefined` if no conflict appears: the concurrent transaction was aborted, or wrote no guarded document.
 */
async function settle(call: Call, plan: CommitPlan, writes: readonly Write[]): Promise<Obstacle | undefined> {
  for (const wait of WAITS) {
    await sleep(wait, undefined, { signal: call.limits.signal });
    const obstacle = brokenGuard(await standingOf(call, plan), plan) ?? (await taken(call, plan, writes));
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** The obstacle if a live mark, or a key of another account, is in the place of a new document. */
async function taken(
  { documents, limits }: Call,
  { now }: CommitPlan,
  writes: readonly Write[],
): Promise<Obstacle | undefined> {
  const brought = writes.filter(({ obstacle }) => obstacle === 'spent' || obstacle === 'key');
  const ids = brought.map(({ place }) => place._id);
  const found = await documents.find({ _id: { $in: ids } }, { ...limits, projection: { kind: 1, ends: 1 } }).toArray();
  const standing = new Map(found.map((stored) => [stored._id, stored]));
  return brought.find(({ place, obstacle }) => {
    const stored = standing.get(place._id);
    if (stored === undefined) return false;
    const end = stored.ends?.getTime();
    return end === undefined || (obstacle === 'spent' ? end > now : end !== ENDED.getTime());
  })?.obstacle;
}
