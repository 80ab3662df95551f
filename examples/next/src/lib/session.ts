import type { BuiltInStrength, LiveSession } from '@sallyport/engine';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from './auth.ts';

/**
 * The session of the person who requests a page, with the required strength. Without such a session, redirects to the sign-in page, which
 * sends the person back afterwards. If a step-up leads on, the sign-in page begins the step-up: also for a session that a tightened policy restricts.
 *
 * @throws Error if no sign-in leads on, for example because the store does not answer: Next shows `error.tsx`
 */
export async function sessionFor(page: string, strength?: BuiltInStrength): Promise<LiveSession> {
  const { session, refused, demand } = await guard.check(await headers(), strength);
  if (session !== undefined) return session;
  if (refused !== 'no-session' && demand === undefined) throw new Error(`The session cannot be checked: ${refused}.`);
  const query = new URLSearchParams({ next: page });
  if (demand?.strength !== undefined) query.set('strength', demand.strength);
  if (demand?.within !== undefined) query.set('within', demand.within);
  if (demand?.in !== undefined) query.set('in', demand.in);
  return redirect(`/sign-in?${query}`);
}
