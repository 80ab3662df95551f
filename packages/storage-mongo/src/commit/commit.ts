import { setTimeout as sleep } from 'node:timers/promises';
import type { Commit, CommitResult, JudgedWrong } from '@sallyport/store';
import type { Call } from '../call.ts';
import { giveBack, judge } from '../counters/close.ts';
import { accountPlace } from '../place.ts';
import { writeAtOnce } from './at-once.ts';
import { forgets } from './counter-writes.ts';
import { forgetOldest } from './device-writes.ts';
import { settle } from './settle.ts';
import { writeSingle } from './single.ts';
import type { Obstacle } from './standing.ts';
import { tryOnce } from './transaction.ts';

/** Longest pause before the second try, in milliseconds. The pauses before later tries grow in proportion. */
const PAUSE = 15;
/** Tries until a change without a conflict to report fails. */
const TRIES = 16;

/**
 * Writes a whole change or none of it. `giveBack` and `judged` are written even if there is a conflict. The failure is judged at the same
 * time as the rest of the change, which neither reads nor writes the counter of the judged attempt.
 */
export async function commit(call: Call, { judged, ...change }: Commit): Promise<CommitResult> {
  if (judged === undefined) return committed(call, change);
  const [result, locks] = await Promise.all([committed(call, change), judge(call, change.tenant, change.now, judged)]);
  if (!locks) return result;
  if (judged.ifLocked !== undefined) await append(call, change, judged.ifLocked);
  return { ...result, locked: true };
}

/** Writes the event of a lock after the events of the change. The extra round trip is rare, because a lock takes many failures. */
async function append(call: Call, { tenant, now }: Commit, event: NonNullable<JudgedWrong['ifLocked']>): Promise<void> {
  await write(call, { tenant, now, guards: {}, events: [event] });
}

/** Queues the change if concurrent changes of the process may write the same document. */
async function committed(call: Call, change: Commit): Promise<CommitResult> {
  const meetsAt = meetingPlace(change);
  if (meetsAt === undefined) return tried(call, change);
  return call.turns.take(
    meetsAt,
    call.limits.signal,
    () => {
      call.waitsOn();
      return tried(call, change);
    },
    call.waitsOn,
  );
}

/**
 * The key of the change's queue. All acts of one person write the person's account. All grants at one account write the
 * counters of the account.
 */
function meetingPlace({ tenant, guards, clearCounters }: Commit): string | undefined {
  if (guards.actor) return accountPlace(tenant, guards.actor.accountId)._id;
  return clearCounters && `counters of ${accountPlace(tenant, clearCounters.subject)._id}`;
}

async function tried(call: Call, change: Commit): Promise<CommitResult> {
  if (await writeAtOnce(call, change)) return { outcome: 'committed' };
  const { tenant, giveBack: ref, clearCounters, forgetDevices } = change;
  if (ref === undefined) return write(call, change);
  if (clearCounters !== undefined && forgets(clearCounters, ref)) {
    const result = await write(call, change);
    if (result.outcome === 'conflict') await giveBack(call, tenant, ref);
    return result;
  }
  if (clearCounters?.subject === ref.subject || forgetDevices?.accountId === ref.subject) {
    // The change writes the same counter: a concurrent `giveBack` would abort the transaction.
    await giveBack(call, tenant, ref);
    return write(call, change);
  }
  const [result] = await Promise.all([write(call, change), giveBack(call, tenant, ref)]);
  return result;
}

/**
 * Tries a transaction. If a concurrent transaction holds a document, tries once more, and then reports a conflict with a record that
 * the caller reads again. A change without such a record is tried up to 16 times, and then throws.
 */
async function write(call: Call, change: Commit): Promise<CommitResult> {
  const marks = change.spend ?? [];
  if (new Set(marks.map(({ key }) => key)).size < marks.length) return { outcome: 'conflict', with: 'spent' };
  const single = await writeSingle(call, change);
  if (single !== undefined) return single;
  for (let tries = 1; ; tries++) {
    const tried = await tryOnce(call, change);
    if (tried.outcome === 'committed') {
      await forgetOldest(call, change, tried.standing).catch(() => {});
      return { outcome: 'committed' };
    }
    if (tried.outcome === 'conflict') return tried;
    if (tried.outcome === 'lost' && tries > 1) throw tried.error;
    if (tried.outcome === 'contended' && tries > 1) {
      const obstacle = readAgain(change);
      if (obstacle !== undefined) {
        return { outcome: 'conflict', with: (await settle(call, change, tried.writes)) ?? obstacle };
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
function readAgain({ guards, policy, administrators }: Commit): Obstacle | undefined {
  if (guards.actor) return undefined;
  if (guards.account) return 'account';
  if (guards.administrators !== undefined || administrators) return 'administrators';
  return guards.policy !== undefined || policy ? 'policy' : undefined;
}
