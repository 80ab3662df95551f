import { type Instant, limitsSessions, type Policy, sessionRoom } from '@sallyport/core';
import type { AccountRecord, EventRecord, SessionRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';

/** What a new session does to the account's other sessions. */
export interface Room {
  /** Whether the policy limits the number of sessions, so that two sign-ins at once may not count the same sessions. */
  readonly isLimited: boolean;
  /**
   * The session that the client has. The sign-in ends it, because the new token replaces the old one in the client: nobody could sign the old
   * session out there (OWASP ASVS 5.0, 7.2.4). A session of another account stays.
   */
  readonly replaced: string | undefined;
  /** The sessions that end, the oldest first and the replaced session last. */
  readonly ends: readonly string[];
}

/** No room: the policy refuses one more session. */
export interface Full {
  /** The number of live sessions, without the session that the sign-in would replace. */
  readonly fullWith: number;
  /** The most sessions that the policy allows. */
  readonly most: number;
}

/**
 * Returns whether the account may have one more session, by the committed sessions. Reads nothing if the policy has no limit and the client has no
 * session of the account. The replaced session does not count.
 *
 * @param beside the session that the client has
 * @param account the account after the sign-in. With its next epoch, every earlier session ends anyway.
 * @param now the instant of the sign-in, at which the new session begins: the sessions of that instant count
 */
export async function roomFor(
  { store }: Pick<Kernel, 'store'>,
  beside: SessionRecord | undefined,
  policy: Policy,
  account: AccountRecord,
  now: Instant,
): Promise<Room | Full> {
  const facts = factsOf(account, policy, now);
  const isLimited = limitsSessions(policy, facts);
  if (!isLimited && beside?.accountId !== account.id) return { isLimited, replaced: undefined, ends: [] };
  const records = await store.listSessions(account.tenant, account.id, now);
  const live = records.filter(({ epoch }) => epoch === account.epoch);
  const replaced = live.find(({ id }) => id === beside?.id)?.id;
  const others = live.filter(({ id }) => id !== replaced);
  const room = isLimited ? sessionRoom(policy, facts, others) : ({ outcome: 'opens', ends: [] } as const);
  if (room.outcome === 'refused') return { fullWith: others.length, most: room.most };
  return { isLimited, replaced, ends: replaced === undefined ? room.ends : [...room.ends, replaced] };
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

/** The event of a session whose client signed in again. */
export function endedBySignIn(kernel: Kernel, account: AccountRecord, session: string): EventRecord {
  const { tenant, id: accountId } = account;
  const detail = { session, reason: 'signed-in-again' };
  return event(kernel, tenant, kernel.now(), 'session.revoked', { accountId, actor: accountId, detail });
}

/** The event of a session that had to end for a newer one. */
export function endedByLimit(kernel: Kernel, account: AccountRecord, session: string): EventRecord {
  const { tenant, id: accountId } = account;
  return event(kernel, tenant, kernel.now(), 'session.limit', { accountId, detail: { session } });
}
