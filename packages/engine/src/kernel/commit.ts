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

/** A change as the engine writes it: an opened or raised session is granted, and a kept session gains nothing. */
export interface EngineCommit extends Omit<Commit, 'newSession' | 'session' | 'giveBack'> {
  /** The guess of the step. The first commit gives it back, also if the commit conflicts. */
  readonly giveBack?: CountedGuess | undefined;
  readonly newSession?: { readonly session: GrantedSession; readonly consumes: Consumed } | undefined;
  readonly session?: GrantedSession | KeptSession | undefined;
}

/** A change that is not an act: of a flow, of a SAML request, of single-use values, of attempts, and of the log. */
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

/** Converts the change for the store, which stores records. */
export function asStored({ newSession, session, giveBack, ...change }: EngineCommit): Commit {
  return {
    giveBack: giveBack?.take(),
    newSession: newSession && { ...newSession, session: newSession.session.record },
    session: session?.record,
    ...change,
  };
}

/**
 * Whether a single-use value of the change has ended. The request read the value in time, and is slow: a sweep may have removed the mark of an
 * earlier use.
 */
function comesLate({ uses = [] }: EngineCommit, now: Instant): boolean {
  return uses.some(({ expiresAt }) => expiresAt <= now);
}

/** Refuses the change as the store refuses a used value. Only the guess is closed. */
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

/**
 * The engine's only way to write accounts, sessions, flows and events: the store's `commit`, then notices and events for the written change.
 * The other writes of the engine are calls of `Kernel.store`. A change that uses a single-use value past its end is refused: `used`.
 *
 * @param now the clock of this process
 * @param tellSoon begins soon to tell owners, and the host, of the written events
 * @param hook tells the host of events, if the host has an `onEvent`
 * @param profileOf returns what administrators count of a written account
 */
export function commitTo(
  store: Pick<Store, 'commit'>,
  now: () => Instant,
  tellSoon: (written: readonly EventRecord[]) => void,
  hook: EventHook | undefined,
  profileOf: ProfileOf = () => undefined,
): (change: EngineCommit) => Promise<CommitResult> {
  return async (change) => {
    const { account } = change;
    const profile = account && profileOf(account);
    const result = comesLate(change, now())
      ? await refusedAsUsed(store, change)
      : await store.commit(asStored(profile === undefined ? change : { profile, ...change }));
    const events = eventsWritten(change, result);
    tellSoon(events);
    hook?.send(events);
    return result;
  };
}
