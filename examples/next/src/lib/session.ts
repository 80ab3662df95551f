import type { LiveSession } from '@sallyport/engine';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from './auth.ts';

/** The session of the person who asked for a page, as strong as it wants; everybody else goes to the sign-in page, and comes back. */
export async function sessionFor(page: string, strength?: string): Promise<LiveSession> {
  const { session, refused } = await guard.check(await headers(), strength);
  if (session !== undefined) return session;
  const query = new URLSearchParams({ to: page });
  if (refused === 'insufficient-strength' && strength !== undefined) query.set('strength', strength);
  return redirect(`/sign-in?${query}`);
}
