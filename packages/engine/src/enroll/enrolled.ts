import type { Instant } from '@sallyport/core';
import { newBackupCodes } from '../factors/codes.ts';
import { evidenceOf } from '../factors/passkey-assertion.ts';
import type { Registered } from '../factors/passkey-registration.ts';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hasStrongFactor, totpBinding } from '../records/facts.ts';
import { newId } from '../secrets/token.ts';
import type { AccountRecord } from '../store/records.ts';

/** A passkey that was registered: evidence in the flow it was registered in (W7). */
export function passkeyEnrolled(
  kernel: Kernel,
  account: AccountRecord,
  { passkey, spend }: Registered,
  now: Instant,
): Proof {
  const first = withFirstBackupCodes(kernel, account, now);
  return {
    command: { type: 'enroll', factor: 'passkey', evidence: evidenceOf(passkey, passkey.userVerified, now) },
    spend,
    settle(latest) {
      if (latest.passkeys.some(({ id }) => id === passkey.id)) return undefined;
      return first.add({ ...latest, passkeys: [...latest.passkeys, passkey] }, latest);
    },
    events: [{ type: 'factor.enrolled', method: 'passkey', detail: { passkey: passkey.id } }, ...first.events],
    backupCodes: first.codes,
  };
}

/**
 * An authenticator app that was confirmed. It takes the place of the one in use only now; in its first flow it must still be the
 * first: two tabs that finish at once leave one secret and one answer.
 */
export function totpEnrolled(
  kernel: Kernel,
  account: AccountRecord,
  sealed: string,
  step: number,
  now: Instant,
  place: 'flow' | 'session',
): Proof {
  const first = withFirstBackupCodes(kernel, account, now);
  const id = account.totp?.id ?? newId(kernel.random);
  return {
    command: { type: 'enroll', factor: 'totp', evidence: { method: 'totp', at: now, rests: totpBinding(id) } },
    settle(latest) {
      if (place === 'flow' && latest.totp !== undefined) return undefined;
      if (place === 'session' && latest.pendingTotp?.sealed !== sealed) return undefined;
      const { pendingTotp: _, ...rest } = latest;
      return first.add(
        { ...rest, totp: { id: latest.totp?.id ?? id, sealed, lastStep: step, enrolledAt: now } },
        latest,
      );
    },
    rebinds: 'totp',
    events: [{ type: 'factor.enrolled', method: 'totp' }, ...first.events],
    backupCodes: first.codes,
  };
}

interface FirstBackupCodes {
  readonly codes?: readonly string[];
  readonly events: readonly ProofEvent[];
  add(next: AccountRecord, latest: AccountRecord): AccountRecord | undefined;
}

/** Backup codes come with the first second factor (W16), in the same commit; where another was first meanwhile, this one is judged anew. */
function withFirstBackupCodes(kernel: Kernel, account: AccountRecord, now: Instant): FirstBackupCodes {
  if (hasStrongFactor(account)) return { events: [], add: (next) => next };
  const { codes, record } = newBackupCodes(kernel, account, now);
  return {
    codes,
    events: [{ type: 'backup-codes.issued' }],
    add: (next, latest) => (hasStrongFactor(latest) ? undefined : { ...next, backupCodes: record }),
  };
}
