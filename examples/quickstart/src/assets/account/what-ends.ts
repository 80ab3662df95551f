import type { Passkey } from '@sallyport/browser';
import { client } from '../ui/client.ts';

/** How a passkey shows in what a session proved (RFC 8176). */
const PROOFS_OF_PASSKEY: readonly string[] = ['pop', 'hwk', 'swk'];

/** How long a sign-in may take: a passkey is shown at most so long before the session begins. */
const SIGN_IN_LASTS = 30 * 60_000;

/** What becomes of the sessions if a passkey goes, in words for its owner: those that it was shown for end with it. */
export async function whatEndsWith(passkey: Passkey, all: readonly Passkey[]): Promise<string> {
  const [{ amr }, sessions] = await Promise.all([client.session.get(), client.account.sessions()]);
  const others = 'You’ll be signed out wherever you signed in with it';
  if (!amr.some((method) => PROOFS_OF_PASSKEY.includes(method))) return `${others}. Here you stay signed in.`;
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  const candidates = all.filter((one) => !(lastSeen(one) < began - SIGN_IN_LASTS));
  if (!candidates.includes(passkey)) return `${others}. Here you stay signed in.`;
  if (candidates.length === 1) return `${others}, and here too: then you sign in again.`;
  return `${others}; here too, if it’s the one that you used here.`;
}

function lastSeen({ createdAt, lastUsedAt }: Passkey): number {
  return Math.max(Date.parse(createdAt), Date.parse(lastUsedAt ?? createdAt));
}
