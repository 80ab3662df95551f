import { type Instant, limitsSessions, type Policy, type SessionRoom, sessionRoom } from '@sallyport/core';
import type { AccountRecord, EventRecord, SessionRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { event } from '../records/events.ts';
import { sessionsOf } from '../sessions/sessions.ts';

/**
 * Returns the session of this account whose token the client has. A sign-in ends that session, because the new token replaces the old one in the
 * client: nobody could sign the old session out there (OWASP ASVS 5.0, 7.2.4). A session of another account stays.
 *
 * @param account the account after the sign-in. With its next epoch, every earlier session ends anyway.
 */
export async function replacedSession(
  kernel: Kernel,
  { sessionToken, mode }: Caller,
  account: AccountRecord,
  now: Instant,
): Promise<string | undefined> {
  if (sessionToken === undefined) return undefined;
  const hash = tokenHash(sessionToken);
  const isReplaced = (session: SessionRecord) =>
    session.tokenHash === hash && session.mode === mode && session.epoch === account.epoch;
  return (await kernel.store.listSessions(account.tenant, account.id, now)).find(isReplaced)?.id;
}

/**
 * Returns whether the account may have one more session, by the committed sessions. `undefined`: the policy has no limit, and nothing is read.
 *
 * @param now the instant of the sign-in, at which the new session begins: the sessions of that instant count
 * @param replaced the session that the sign-in ends, which does not count
 */
export async function roomFor(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  now: Instant,
  replaced: string | undefined,
): Promise<SessionRoom | undefined> {
  const facts = factsOf(account, policy);
  if (!limitsSessions(policy, facts)) return undefined;
  const live = await sessionsOf(kernel, account, now);
  return sessionRoom(
    policy,
    facts,
    live.filter(({ id }) => id !== replaced),
  );
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
