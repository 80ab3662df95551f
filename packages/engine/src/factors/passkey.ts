import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor } from './factor.ts';

/** The id of a passkey that evidence and sessions rest on. */
export function passkeyBinding(id: string): string {
  return bindingOf('passkey', id);
}

/** A passkey (WebAuthn L3). It is shown by an assertion, enrolled by a registration, and named by its id. */
export const passkey: Factor = {
  is: (method) => method === 'passkey',
  facts: ({ passkeys }) => ({
    passkeys: passkeys.map(({ id, userVerified, backupEligible, aaguid, attested }) => ({
      id,
      userVerified,
      deviceBound: !backupEligible,
      aaguid,
      attested,
    })),
  }),
  hasBinding: ({ passkeys }, binding) => passkeys.some(({ id }) => isBindingOf(binding, 'passkey', id)),
  view: ({ passkeys }) => ({
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, backupEligible, aaguid }) => ({
      id,
      name,
      createdAt,
      lastUsedAt: lastUsedAt ?? null,
      deviceBound: !backupEligible,
      aaguid,
    })),
  }),
  // A synced passkey is `swk`, `hwk` takes a verified attestation, and a key of which neither is known is plain proof of possession.
  amr: (proof) =>
    proof.method === 'passkey' ? [proof.deviceBound ? (proof.attested ? 'hwk' : 'pop') : 'swk', 'user'] : [],
  vouches: (proof) => proof.method === 'passkey' && proof.userVerified,
};
