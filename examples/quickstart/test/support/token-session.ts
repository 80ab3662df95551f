import { type Caller, isRefusal, type LiveSession, type Refusal, type Sallyport, tenantId } from '@sallyport/engine';
import { PASSWORD } from './quickstart.ts';

/** Someone signed in with a password alone, by token: as a request of theirs finds the engine. */
export interface TokenSession {
  readonly caller: Caller;
  /** What a route of the host's finds. */
  guard(): Promise<LiveSession | Refusal>;
}

export async function signsIn(auth: Sallyport, identifier: string): Promise<TokenSession> {
  const caller: Caller = { tenant: tenantId('default'), mode: 'token' };
  const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  if (isRefusal(reply) || reply.keep.session === undefined) throw new Error(`${identifier} was not signed in`);
  const signedIn: Caller = { ...caller, sessionToken: reply.keep.session.token };
  return { caller: signedIn, guard: () => auth.sessions.guard(signedIn, { needs: 'session' }) };
}
