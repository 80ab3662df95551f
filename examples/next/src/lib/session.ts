import type { BuiltInStrength, LiveSession } from '@sallyport/engine';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from './auth.ts';

/**
 * The session of the person who requests a page, with the required strength. Without such a session, redirects to the sign-in page, which
 * sends the person back afterwards.
 */
export async function sessionFor(page: string, strength?: BuiltInStrength): Promise<LiveSession> {
  const { session, refused } = await guard.check(await headers(), strength);
  if (session !== undefined) return session;
  const query = new URLSearchParams({ to: page });
  if (refused === 'insufficient-strength' && strength !== undefined) query.set('strength', strength);
  return redirect(`/sign-in?${query}`);
}
