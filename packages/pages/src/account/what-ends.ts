import type { Account, Passkey } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { beganWithBackupCode } from '../parts/used-code.ts';
import { words } from '../words.ts';

/** RFC 8176. */
const PROOFS_OF_PASSKEY: readonly string[] = ['pop', 'hwk', 'swk'];

/** Milliseconds: a session begins at most this long after the passkey was used. */
const SIGN_IN_LASTS = 30 * 60_000;

/** Milliseconds, by default. Then the removal asks for a proof again. */
const PROOF_LASTS = 15 * 60_000;

const WITHOUT_APP: readonly string[] = ['single', 'baseline'];

/** Milliseconds from the last proof of a sign-in to its session. A later proof confirmed an act. */
const SESSION_BEGINS = 5_000;

/** The sessions whose evidence includes the passkey. A fresh proof for the removal counts as evidence of this session. */
export async function whatEndsWithPasskey(passkey: Passkey, all: readonly Passkey[]): Promise<string> {
  const [{ amr, authTime }, sessions] = await Promise.all([client.session.get(), client.account.sessions()]);
  const { ends } = words.account.passkeys;
  if (all.length === 1) return ends.here;
  const isProved = provesPasskey(amr);
  if (!isProved || Date.now() - Date.parse(authTime) > PROOF_LASTS) return ends.perhapsHere;
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  const candidates = all.filter((one) => !(lastSeen(one) < began - SIGN_IN_LASTS));
  if (!candidates.includes(passkey)) return ends.notHere;
  if (candidates.length === 1) return ends.here;
  return ends.perhapsHere;
}

export function provesPasskey(amr: readonly string[]): boolean {
  return amr.some((method) => PROOFS_OF_PASSKEY.includes(method));
}

function lastSeen({ createdAt, lastUsedAt }: Passkey): number {
  return Math.max(Date.parse(createdAt), Date.parse(lastUsedAt ?? createdAt));
}

/** A session calls each kind of code `otp`: only this tab knows of a backup code. With a passkey set up, the removal asks for the passkey. */
export async function whatEndsWithApp({ accountId, factors }: Account): Promise<string> {
  const [session, sessions] = await Promise.all([client.session.get(), client.account.sessions()]);
  const { amr, authTime, strength } = session;
  const { appEnds: ends } = words.account.factors;
  const isTooWeak = WITHOUT_APP.includes(strength) || Date.now() - Date.parse(authTime) > PROOF_LASTS;
  if (isTooWeak && factors.passkeys.length === 0) return ends.perhapsHere;
  if (!amr.includes('otp')) return ends.notHere;
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  const isOneProof = Date.parse(authTime) - began < SESSION_BEGINS;
  return beganWithBackupCode(accountId) && isOneProof ? ends.notHere : ends.hereIfUsed;
}
