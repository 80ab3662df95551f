import type { Instant } from '@sallyport/core';
import type {
  AccountProfile,
  AccountRecord,
  Commit,
  CommitResult,
  Consumed,
  EventRecord,
  Store,
} from '@sallyport/store';

import { eventsWritten } from '@sallyport/store';
import type { CountedGuess } from './counted-guess.ts';
import type { EventHook } from './event-hook.ts';
import type { GrantedSession, KeptSession } from './granted-session.ts';

export interface EngineCommit extends Omit<Commit, 'newSession' | 'session' | 'giveBack'> {
  readonly before?: AccountRecord | undefined;
  /** The first commit gives the guess back, also if the commit conflicts. */
  readonly giveBack?: CountedGuess | undefined;
  readonly newSession?: { readonly session: GrantedSession; readonly consumes: Consumed } | undefined;
  readonly session?: GrantedSession | KeptSession | undefined;
}

export type FlowCommit = Pick<
  EngineCommit,
  | 'tenant'
  | 'now'
  | 'guards'
  | 'flow'
  | 'endFlow'
  | 'samlRequest'
  | 'endSamlRequest'
  | 'uses'
  | 'giveBack'
  | 'judged'
  | 'events'
  | 'countUnknownFailure'
>;

export function asStored({ newSession, session, giveBack, before: _, ...change }: EngineCommit): Commit {
  return {
    giveBack: giveBack?.take(),
    newSession: newSession && { ...newSession, session: newSession.session.record },
    session: session?.record,
    ...change,
  };
}

/** A sweep may have removed the mark of an earlier use. */
function comesLate({ uses = [] }: EngineCommit, now: Instant): boolean {
  return uses.some(({ expiresAt }) => expiresAt <= now);
}

async function refusedAsUsed(
  store: Pick<Store, 'commit'>,
  { tenant, now, giveBack, judged }: EngineCommit,
): Promise<CommitResult> {
  const returned = giveBack?.take();
  const hasGuess = returned !== undefined || judged !== undefined;
  const closed = hasGuess
    ? await store.commit({ tenant, now, guards: {}, giveBack: returned, judged, events: [] })
    : undefined;
  return { outcome: 'conflict', with: 'used', ...(closed?.locked && { locked: true }) };
}

type ProfileOf = (account: AccountRecord) => AccountProfile | undefined;

type Noted = (change: EngineCommit, stored: Commit, mayBeWritten: boolean) => void;

export function commitTo(
  store: Pick<Store, 'commit'>,
  now: () => Instant,
  tellSoon: (written: readonly EventRecord[]) => void,
  hook: EventHook | undefined,
  profileOf: ProfileOf = () => undefined,
  noted: Noted = () => undefined,
): (change: EngineCommit) => Promise<CommitResult> {
  const write = async (change: EngineCommit): Promise<CommitResult> => {
    const { account } = change;
    const profile = account && profileOf(account);
    const stored = asStored(profile === undefined ? change : { profile, ...change });
    let outcome: CommitResult['outcome'] = 'committed';
    try {
      const result = await store.commit(stored);
      outcome = result.outcome;
      return result;
    } finally {
      noted(change, stored, outcome === 'committed');
    }
  };
  return async (change) => {
    const result = comesLate(change, now()) ? await refusedAsUsed(store, change) : await write(change);
    const events = eventsWritten(change, result);
    tellSoon(events);
    hook?.send(events);
    return result;
  };
}
