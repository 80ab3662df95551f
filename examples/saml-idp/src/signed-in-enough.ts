import { milliseconds } from '@sallyport/core';
import type { LiveSession, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';

/** An app's demand on a sign-in, in addition to the policy's demand. */
export interface Asked {
  readonly strength: string | undefined;
  /** Epoch milliseconds. All proofs must be later than this instant. */
  readonly since: number | undefined;
}

export type Verdict =
  | { readonly enough: true; readonly session: LiveSession }
  /** `stepUp` is set if the session lacks only the strength. Otherwise a new sign-in is needed, in which the person meets the whole policy. */
  | { readonly enough: false; readonly stepUp: { readonly strength: string } | undefined };

/** Whether an app may be told that the person is signed in: by the policy in force, and by the app's demand. */
export async function signedInEnough(
  auth: Sallyport,
  session: LiveSession | undefined,
  { strength, since }: Asked,
): Promise<Verdict> {
  if (session === undefined) return { enough: false, stepUp: undefined };
  const within = since === undefined ? undefined : milliseconds(Math.max(0, forAdapters(auth).now() - since));
  const decision = await auth.authorize(session, { strength, within });
  if (decision.outcome === 'granted') return { enough: true, session };
  if (strength === undefined) return { enough: false, stepUp: undefined };
  const withoutIt = await auth.authorize(session, { within });
  return { enough: false, stepUp: withoutIt.outcome === 'granted' ? { strength } : undefined };
}
