import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitResult } from '@sallyport/store';
import { type CommitPlan, type Obstacle, planCommit, writesOf } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { giveBack, judge } from '../counters/close.ts';
import { accountPlace, checkTexts, organisationPlace } from '../place.ts';
import { writeAtOnce } from './at-once.ts';
import { resetsAll } from './counter-writes.ts';
import { forgetOldest } from './device-writes.ts';
import { writeSingle } from './single.ts';
import { tryOnce } from './transaction.ts';

/** Milliseconds. Later pauses grow in proportion. */
const PAUSE = 15;
const TRIES = 16;

/** `giveBack` and `judged` are written even if there is a conflict. */
export async function commit(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const { tenant, now, judged } = plan;
  checkTexts([plan.writes, judged?.ifLocked]);
  if (judged === undefined) return queued(call, plan);
  const [result, locks] = await Promise.all([queued(call, plan), judge(call, tenant, now, judged)]);
  if (!locks) return result;
  // The lock's event comes after the events of the plan.
  if (judged.ifLocked !== undefined) {
    await write(call, planCommit({ tenant, now, guards: {}, events: [judged.ifLocked] }));
  }
  return { ...result, locked: true };
}

async function queued(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const meetsAt = meetingPlace(plan);
  const inTurn = (place: string | undefined, act: () => Promise<CommitResult>): Promise<CommitResult> => {
    if (place === undefined) return act();
    const begin = (): Promise<CommitResult> => {
      call.waitsOn();
      return act();
    };
    return call.turns.take(place, call.limits.signal, begin, call.waitsOn);
  };
  // In one order, so that no two commits wait for each other.
  return inTurn(organisationMet(plan), () => inTurn(meetsAt, () => tried(call, plan)));
}

/** Every change of an organisation or of its members writes the organisation's document. */
function organisationMet({ tenant, guards }: CommitPlan): string | undefined {
  const lock = guards.find((guard) => guard.guard === 'lock' && guard.kind === 'organisation');
  return lock && 'ids' in lock && lock.ids[0] !== undefined ? organisationPlace(tenant, lock.ids[0])._id : undefined;
}

function meetingPlace(plan: CommitPlan): string | undefined {
  for (const check of plan.guards) {
    const isActor = check.guard === 'version' && check.obstacle === 'actor';
    const joins = check.guard === 'live' && check.kind === 'account';
    if (isActor || joins) return accountPlace(plan.tenant, check.id)._id;
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

async function write(call: Call, plan: CommitPlan): Promise<CommitResult> {
  const single = await writeSingle(call, plan);
  if (single !== undefined) return single;
  for (let tries = 1; ; tries++) {
    const attempt = await tryOnce(call, plan);
    if (attempt.outcome === 'committed') {
      await forgetOldest(call, plan, attempt.standing).catch(() => {});
      return { outcome: 'committed' };
    }
    if (attempt.outcome === 'conflict') return attempt;
    if (attempt.outcome === 'lost' && tries > 1) throw attempt.error;
    if (tries === TRIES) {
      const obstacle = readAgain(plan);
      if (obstacle === undefined) throw new Error('too many write at once to the same documents');
      return { outcome: 'conflict', with: obstacle };
    }
    await sleep(Math.random() * PAUSE * tries, undefined, { signal: call.limits.signal });
  }
}

/** `undefined` if an actor is guarded: the actor's own concurrent acts contend, and do not invalidate each other. */
function readAgain({ guards }: CommitPlan): Obstacle | undefined {
  const obstacles = guards.flatMap((guard) => (guard.guard === 'lock' ? [] : guard.obstacle));
  if (obstacles.includes('actor')) return undefined;
  return (['account', 'administrators', 'organisation', 'policy'] as const).find((obstacle) =>
    obstacles.includes(obstacle),
  );
}
