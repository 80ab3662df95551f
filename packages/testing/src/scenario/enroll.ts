import { type AccountFacts, hasStrong, methodDescriptor, type PasskeyFacts } from '@sallyport/core';
import { factorsOfWords } from '@sallyport/core/analysis';
import { passkeyFacts } from '../account/account.ts';
import type { Act } from './act.ts';
import { oneOf } from './expectation.ts';
import { showPasskey } from './show.ts';
import { decideIn, refused, type World } from './world.ts';

/** The number of backup codes that come with the first strong factor. */
const BACKUP_CODES = 10;

/** Sets up a factor that the flow offers. The enrollment is evidence in the flow (W7). Backup codes come with the first strong factor (W16). */
export function enroll(world: World, { factor, traits }: Extract<Act, { type: 'enrolls' }>): World {
  const { decision, now } = world;
  const offer = decision.outcome === 'enrollment-required' ? decision.offer : [];
  if (!offer.includes(factor)) {
    const note = offer.length === 0 ? 'nothing may be enrolled here' : `only ${oneOf(offer)} may be enrolled here`;
    return refused(world, { outcome: 'denied', reason: 'method-not-allowed', because: decision.because }, note);
  }
  const descriptor = methodDescriptor(factor);
  const account = descriptor?.opening === 'strong' ? withBackupCodes(world.account) : world.account;
  if (factor !== 'passkey') {
    const name = descriptor?.factor.name ?? factor;
    const enrolled = { ...account, factors: factorsOfWords([name], account.factors) };
    return decideIn({ ...world, account: enrolled }, { type: 'enroll', factor, evidence: { method: factor, at: now } });
  }
  const passkey = passkeyFacts(traits, account.factors.passkeys);
  const shown = showPasskey(withPasskey(account, passkey), passkey, passkey.userVerified, now);
  return decideIn({ ...world, account: shown.account }, { type: 'enroll', factor, evidence: shown.evidence });
}

function withBackupCodes(account: AccountFacts): AccountFacts {
  const { factors } = account;
  if (hasStrong(factors)) return account;
  return { ...account, factors: { ...factors, backupCodes: BACKUP_CODES } };
}

function withPasskey(account: AccountFacts, passkey: PasskeyFacts): AccountFacts {
  return { ...account, factors: { ...account.factors, passkeys: [...account.factors.passkeys, passkey] } };
}
