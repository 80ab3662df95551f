import { milliseconds } from '@sallyport/core';
import type { LiveSession, Sallyport } from '@sallyport/engine';

/** What another app asks of a sign-in, beyond what the policy asks anyway. */
export interface Asked {
  readonly strength: string | undefined;
  /** All that counts was proved after this instant, in epoch milliseconds. */
  readonly since: number | undefined;
}

export type Verdict =
  | { readonly enough: true; readonly session: LiveSession }
  /** A step-up if the session is right but for its strength; else a sign-in, which is asked all that the policy asks. */
  | { readonly enough: false; readonly stepUp: { readonly strength: string } | undefined };

/** Whether a session may be vouched for now: the policy's own decision, under the policy in force, and what is asked on top. */
export async function signedInEnough(
  auth: Sallyport,
  session: LiveSession | undefined,
  { strength, since }: Asked,
): Promise<Verdict> {
  if (session === undefined) return { enough: false, stepUp: undefined };
  const within = since === undefined ? undefined : milliseconds(Math.max(0, auth.now() - since));
  const decision = await auth.authorize(session, { strength, within });
  if (decision.outcome === 'granted') return { enough: true, session };
  if (strength === undefined) return { enough: false, stepUp: undefined };
  const withoutIt = await auth.authorize(session, { within });
  return { enough: false, stepUp: withoutIt.outcome === 'granted' ? { strength } : undefined };
}
