import type { Passkey } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { words } from '../words.ts';

/** The `amr` values (RFC 8176) of a passkey in a session's evidence. */
const PROOFS_OF_PASSKEY: readonly string[] = ['pop', 'hwk', 'swk'];

/** Milliseconds that a sign-in may take: a session begins at most this long after the passkey was used. */
const SIGN_IN_LASTS = 30 * 60_000;

/** Milliseconds that a proof stays recent by default. After this time the removal asks for a passkey again. */
const PROOF_LASTS = 15 * 60_000;

/**
 * Describes, for the owner, which sessions end when a passkey is removed: the sessions whose evidence includes the passkey. If the
 * removal will ask for a fresh proof, the passkey of this proof counts as evidence of this session.
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
