import type { AccountFacts } from '@sallyport/core';
import type { AccountRecord } from '../store/records.ts';

/** What the policy may know of an account: no secret, and nothing it does not ask for. */
export function factsOf(account: AccountRecord): AccountFacts {
  const mailDomain = account.email?.address.split('@').at(-1);
  return {
    roles: account.roles,
    ...(account.methods === undefined ? {} : { methods: account.methods }),
    ...(account.requiredStrength === undefined ? {} : { requiredStrength: account.requiredStrength }),
    blocked: account.block !== undefined,
    emergency: account.emergency === true,
    factors: {
      ...(account.password === undefined ? {} : { password: account.password.provenance }),
      ...(mailDomain === undefined ? {} : { mailDomain }),
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

/** The bindings of the factors an account has now. A session that rests on one that is gone is over. */
export function bindingsOf(account: AccountRecord): ReadonlySet<string> {
  const bindings = account.passkeys.map(({ id }) => passkeyBinding(id));
  if (account.password !== undefined) bindings.push(passwordBinding(account.password.id));
  if (account.totp !== undefined) bindings.push(totpBinding(account.totp.id));
  return new Set(bindings);
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
