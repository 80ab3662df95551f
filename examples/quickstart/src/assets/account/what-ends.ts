import type { Passkey } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { words } from '../ui/words.ts';

/** How a passkey shows in what a session proved (RFC 8176). */
const PROOFS_OF_PASSKEY: readonly string[] = ['pop', 'hwk', 'swk'];

/** How long a sign-in may take: a passkey is shown at most so long before the session begins. */
const SIGN_IN_LASTS = 30 * 60_000;

/** How old a proof may be, unless the policy says otherwise; after that the removal asks for a passkey once more. */
const PROOF_LASTS = 15 * 60_000;

/**
 * What becomes of the sessions if a passkey goes, in words for its owner: those that it was shown for end with it. If the proof that the
 * removal asks for is still to come, the passkey that gives it is one that this session rests on.
 */
export async function whatEndsWith(passkey: Passkey, all: readonly Passkey[]): Promise<string> {
  const [{ amr, authTime }, sessions] = await Promise.all([client.session.get(), client.account.sessions()]);
  const { ends } = words.account.passkeys;
  if (all.length === 1) return ends.here;
  const isProved = amr.some((method) => PROOFS_OF_PASSKEY.includes(method));
  if (!isProved || Date.now() - Date.parse(authTime) > PROOF_LASTS) return ends.perhapsHere;
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  const candidates = all.filter((one) => !(lastSeen(one) < began - SIGN_IN_LASTS));
  if (!candidates.includes(passkey)) return ends.notHere;
  if (candidates.length === 1) return ends.here;
  return ends.perhapsHere;
}

function lastSeen({ createdAt, lastUsedAt }: Passkey): number {
  return Math.max(Date.parse(createdAt), Date.parse(lastUsedAt ?? createdAt));
}
