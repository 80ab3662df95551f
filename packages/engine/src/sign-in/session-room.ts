import { type Instant, limitsSessions, type Policy, type SessionRoom, sessionRoom } from '@sallyport/core';
import type { AccountRecord, EventRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { sessionsOf } from '../sessions/sessions.ts';

/**
 * Returns whether the account may have one more session, by the committed sessions. `undefined`: the policy has no limit, and nothing is read.
 *
 * @param now the instant of the sign-in, at which the new session begins: the sessions of that instant count
 */
export async function roomFor(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  now: Instant,
): Promise<SessionRoom | undefined> {
  const facts = factsOf(account, policy);
  return limitsSessions(policy, facts) ? sessionRoom(policy, facts, await sessionsOf(kernel, account, now)) : undefined;
}

/**
 * Ends all of these sessions except the last, which ends in the commit of the sign-in. Usually there is one. A lowered limit makes several. They
 * stay ended if the commit of the sign-in fails: they were too many without it.
 *
 * @returns a refusal if a session could not be ended: the sign-in may not open one more
 */
export async function endSurplus(
  kernel: Kernel,
  account: AccountRecord,
  ends: readonly string[],
  now: Instant,
): Promise<Refusal | undefined> {
  const { tenant, id } = account;
  for (const session of ends.slice(0, -1)) {
    const ended = await carryOut(kernel, system(tenant), id, async () => {
      const act = { type: 'end-sessions' } as const;
      const record = await committedSession(kernel, { tenant, accountId: id, sessionId: session }, now);
      if (record === undefined) return { act, isDone: true };
      return {
        act,
        readsSession: true,
        also: {
          ...endingOf(record),
          events: [endedByLimit(kernel, account, session)],
        },
      };
    });
    if (isRefusal(ended)) return ended;
  }
  return undefined;
}

/** The event of a session that had to end for a newer one. */
export function endedByLimit(kernel: Kernel, account: AccountRecord, session: string): EventRecord {
  const { tenant, id: accountId } = account;
  return event(kernel, tenant, kernel.now(), 'session.limit', { accountId, detail: { session } });
}
