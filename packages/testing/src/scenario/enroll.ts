import type { AccountFacts, PasskeyFacts } from '@sallyport/core';
import { BACKUP_CODES, passkeyFacts } from '../account/account.ts';
import type { Act } from './act.ts';
import { oneOf } from './expectation.ts';
import { showPasskey } from './show.ts';
import { decideIn, refused, type World } from './world.ts';

/** Sets a factor up where the flow offers it: that is evidence in the flow (W7). Backup codes come with the first (W16). */
export function enroll(world: World, { factor, traits }: Extract<Act, { type: 'enrolls' }>): World {
  const { standing, now } = world;
  const offer = standing.outcome === 'enrollment-required' ? standing.offer : [];
  if (!offer.includes(factor)) {
    const note = offer.length === 0 ? 'nothing may be enrolled here' : `only ${oneOf(offer)} may be enrolled here`;
    return refused(world, { outcome: 'denied', reason: 'method-not-allowed', because: standing.because }, note);
  }
  const account = withBackupCodes(world.account);
  if (factor === 'totp') {
    const enrolled = { ...account, factors: { ...account.factors, totp: true } };
    return decideIn({ ...world, account: enrolled }, { type: 'enroll', factor, evidence: { method: 'totp', at: now } });
  }
  const passkey = passkeyFacts(traits, account.factors.passkeys);
  const shown = showPasskey(withPasskey(account, passkey), passkey, passkey.userVerified, now);
  return decideIn({ ...world, account: shown.account }, { type: 'enroll', factor, evidence: shown.evidence });
}

function withBackupCodes(account: AccountFacts): AccountFacts {
  const { factors } = account;
  if (factors.totp === true || factors.passkeys.length > 0) return account;
  return { ...account, factors: { ...factors, backupCodes: BACKUP_CODES } };
}

function withPasskey(account: AccountFacts, passkey: PasskeyFacts): AccountFacts {
  return { ...account, factors: { ...account.factors, passkeys: [...account.factors.passkeys, passkey] } };
}
