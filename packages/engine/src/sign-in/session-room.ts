import { type Instant, limitsSessions, type Policy, sessionRoom } from '@sallyport/core';
import type { AccountRecord, EventRecord, SessionRecord } from '@sallyport/store';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../state/events.ts';

export interface Room {
  readonly isLimited: boolean;
  /** The new token replaces the old one in the client, where nobody could sign the old session out (OWASP ASVS 5.0, 7.2.4). */
  readonly replaced: string | undefined;
  readonly ends: readonly string[];
}

export interface Full {
  readonly fullWith: number;
  readonly most: number;
}

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

export async function endSurplus(
  kernel: Kernel,
  account: AccountRecord,
  ends: readonly string[],
  now: Instant,
): Promise<Refusal | undefined> {
  const { tenant, id } = account;
  for (const session of ends.slice(0, -1)) {
    const ended = await performAct(kernel, system(tenant), id, async () => {
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

export function endedBySignIn(kernel: Kernel, account: AccountRecord, session: string): EventRecord {
  const { tenant, id: accountId } = account;
  const detail = { session, reason: 'signed-in-again' };
  return event(kernel, tenant, kernel.now(), 'session.revoked', { accountId, actor: accountId, detail });
}

export function endedByLimit(kernel: Kernel, account: AccountRecord, session: string): EventRecord {
  const { tenant, id: accountId } = account;
  return event(kernel, tenant, kernel.now(), 'session.limit', { accountId, detail: { session } });
}
