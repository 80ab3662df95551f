import type { AccountRecord, SessionRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { committedSession } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Refusal, ResealReport } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { sealedAnew } from '../factors/held.ts';
import { FACTORS } from '../factors/index.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hintedSessions, withHintAnew } from '../sessions/logout-hint.ts';
import { adminEvent } from '../state/actors.ts';

const ACT = { type: 'reseal' } as const;

/** @param read the account as a list had it: it may have changed since */
export async function resealAccount(
  kernel: Kernel,
  by: Doer,
  read: AccountRecord,
): Promise<ResealReport['outcome'] | undefined> {
  const outcomes: (ResealReport['outcome'] | undefined)[] = [];
  if (!isCurrent(kernel, read)) outcomes.push(await attempted(() => resealFactors(kernel, by, read)));
  for (const session of await hintedSessions(kernel, read))
    if (!isHintCurrent(kernel, session)) outcomes.push(await attempted(() => resealHint(kernel, by, session)));
  return ORDER.find((outcome) => outcomes.includes(outcome));
}

const ORDER: readonly ResealReport['outcome'][] = ['unreadable', 'contended', 'resealed'];

/** A text that no key opens is left, and stops nothing else. */
class Unreadable extends Error {}

async function attempted(reseal: () => Promise<AccountRecord | Refusal>): Promise<ResealReport['outcome'] | undefined> {
  try {
    const done = await reseal();
    if (!isRefusal(done)) return 'resealed';
    return done.refused === 'not-found' ? undefined : 'contended';
  } catch (error) {
    if (error instanceof Unreadable) return 'unreadable';
    throw error;
  }
}

function resealFactors(kernel: Kernel, by: Doer, { id }: AccountRecord): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, ({ account }) => {
    // A sign-in with the app was quicker.
    if (isCurrent(kernel, account)) return { act: ACT, isDone: true };
    const next = opened(() => sealedAnew(kernel, account));
    return { act: ACT, next, also: { events: [adminEvent(kernel, by, account, 'account.resealed')] } };
  });
}

function resealHint(kernel: Kernel, by: Doer, session: SessionRecord): Promise<AccountRecord | Refusal> {
  const { tenant, accountId, id } = session;
  return performAct(kernel, by, accountId, async ({ account }) => {
    const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (record === undefined || isHintCurrent(kernel, record)) return { act: ACT, isDone: true };
    const next = opened(() => withHintAnew(kernel, record));
    return {
      act: ACT,
      readsSession: true,
      also: {
        guards: { session: { id, version: record.version } },
        session: new KeptSession(record, { ...next, version: record.version + 1 }),
        events: [adminEvent(kernel, by, account, 'account.resealed', { session: id })],
      },
    };
  });
}

function opened<Result>(open: () => Result): Result {
  try {
    return open();
  } catch {
    throw new Unreadable();
  }
}

function isCurrent({ ring }: Kernel, account: AccountRecord): boolean {
  return FACTORS.every(({ sealed }) => sealed?.of(account).every((text) => ring.isCurrent(text)) ?? true);
}

function isHintCurrent({ ring }: Kernel, { begunAt }: SessionRecord): boolean {
  return begunAt?.logoutHint === undefined || ring.isCurrent(begunAt.logoutHint);
}
