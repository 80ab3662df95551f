import { type Caller, isRefusal, type LiveSession, type Refusal, type Sallyport, tenantId } from '@sallyport/engine';
import { PASSWORD } from './quickstart.ts';

/** A session in token mode, opened with a password alone. */
export interface TokenSession {
  readonly caller: Caller;
  /** The result of the session check on a route of the host. */
  guard(): Promise<LiveSession | Refusal>;
}

export async function signsIn(auth: Sallyport, identifier: string): Promise<TokenSession> {
  const caller: Caller = { tenant: tenantId('default'), mode: 'token' };
  const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  if (isRefusal(reply) || reply.keep.session === undefined) throw new Error(`${identifier} was not signed in`);
  const signedIn: Caller = { ...caller, sessionToken: reply.keep.session.token };
  return { caller: signedIn, guard: () => auth.sessions.guard(signedIn, { needs: 'session' }) };
}
