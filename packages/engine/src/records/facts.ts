import type { AccountFacts } from '@sallyport/core';
import type { AccountRecord } from '../store/records.ts';

/** What the policy may know of an account: no secret, and nothing it does not ask for. */
export function factsOf(account: AccountRecord): AccountFacts {
  const mailDomain = account.email?.address.split('@').at(-1);
  return {
    roles: account.roles,
    methods: account.methods,
    requiredStrength: account.requiredStrength,
    blocked: account.block !== undefined,
    emergency: account.emergency === true,
    factors: {
      password: account.password?.provenance,
      mailDomain,
      totp: account.totp !== undefined,
      backupCodes: account.backupCodes?.hashes.length ?? 0,
      passkeys: account.passkeys.map(({ id, userVerified, backupEligible, aaguid, attested }) => ({
        id,
        userVerified,
        deviceBound: !backupEligible,
        aaguid,
        attested,
      })),
    },
  };
}

/** Nobody: what is known of an identifier that names no account. */
export const NOBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };

/** Whether a factor that was bound so is still the account's. A session that rests on one that is gone is over. */
export function hasBinding({ password, totp, passkeys }: AccountRecord, binding: string): boolean {
  return (
    (password !== undefined && binding === passwordBinding(password.id)) ||
    (totp !== undefined && binding === totpBinding(totp.id)) ||
    passkeys.some(({ id }) => binding === passkeyBinding(id))
  );
}

export function passwordBinding(id: string): string {
  return `password:${id}`;
}

export function totpBinding(id: string): string {
  return `totp:${id}`;
}

export function passkeyBinding(id: string): string {
  return `passkey:${id}`;
}

export function hasStrongFactor({ totp, passkeys }: AccountRecord): boolean {
  return totp !== undefined || passkeys.length > 0;
}
