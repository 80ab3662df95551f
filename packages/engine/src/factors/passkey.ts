import { createHash } from 'node:crypto';
import type { PasskeyRecord, TenantId } from '@sallyport/store';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor, Held } from './factor.ts';

export function passkeyBinding(id: string): string {
  return bindingOf('passkey', id);
}

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
  held: ({ passkeys }) => passkeys.map(heldPasskey),
  keeping: (account, stays) => ({ ...account, passkeys: account.passkeys.filter((one) => stays(heldPasskey(one))) }),
  hasBinding: ({ passkeys }, binding) => passkeys.some(({ id }) => isBindingOf(binding, 'passkey', id)),
  exported: ({ passkeys }) => ({
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, publicKey, aaguid, transports, backupEligible }) => ({
      ...{ id, name, createdAt, lastUsedAt, publicKey, aaguid, transports, deviceBound: !backupEligible },
    })),
  }),
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
  amr: (proof) =>
    proof.method === 'passkey' ? [proof.deviceBound ? (proof.attested ? 'hwk' : 'pop') : 'swk', 'user'] : [],
  vouches: ({ userVerified }) => userVerified === true,
};

function heldPasskey(one: PasskeyRecord): Held {
  const { id, name, setUpBy, createdAt: since } = one;
  return {
    method: 'passkey',
    name: 'passkey',
    is: one,
    setUpBy,
    since,
    trace: passkeyBinding(id),
    item: { kind: 'passkey', id, name },
  };
}

/** WebAuthn L3 §10.1.4: one public value for the tenant. The output never leaves the client. */
export function prfExtension(tenant: TenantId): { prf: { eval: { first: string } } } {
  return { prf: { eval: { first: createHash('sha256').update(`sallyport prf ${tenant}`).digest('base64url') } } };
}
