import type { Commit, Consumed } from '@sallyport/store';
import type { GrantedSession, KeptSession } from './granted-session.ts';

/** A change as the engine writes it: an opened or raised session is granted, and a kept session gains nothing. */
export interface EngineCommit extends Omit<Commit, 'newSession' | 'session'> {
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
export function asStored({ newSession, session, ...change }: EngineCommit): Commit {
  return {
    newSession: newSession && { ...newSession, session: newSession.session.record },
    session: session?.record,
    ...change,
  };
}
