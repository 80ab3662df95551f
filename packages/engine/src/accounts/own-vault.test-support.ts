import { createECDH } from 'node:crypto';
import type { EmergencyKey, EnvelopeInput, EnvelopeRecord, VaultRecord, Vaults } from '@sallyport/engine';
import { TENANT } from '../embedded.test-support.ts';
import { type Owner, owner, passkey } from './own-account.test-support.ts';

export const KEY: EmergencyKey = { kid: 'drill', publicKey: createECDH('prime256v1').generateKeys('base64url') };

export const SECRET: EnvelopeInput = { kind: 'secret', sealed: 'by-a-secret' };
export const EMERGENCY: EnvelopeInput = { kind: 'emergency', sealed: 'to-the-key' };
export const byPasskey = (passkeyId: string): EnvelopeInput => ({
  kind: 'passkey',
  passkeyId,
  sealed: `by-${passkeyId}`,
});

/** Somebody who has two passkeys, at a host that keeps vaults. */
export interface VaultOwner extends Owner {
  readonly vault: Vaults;
  /** Replaces the vault with one that has these ways. */
  puts(envelopes: readonly EnvelopeInput[], ifVersion?: number): ReturnType<Vaults['replace']>;
  adds(envelope: EnvelopeInput, ifVersion: number): ReturnType<Vaults['addEnvelope']>;
  removes(id: string, ifVersion: number): ReturnType<Vaults['removeEnvelope']>;
  kept(): Promise<VaultRecord | undefined>;
  /** An envelope of the vault, by its place. */
  envelope(place: number): Promise<EnvelopeRecord>;
}

export async function vaultOwner(
  emergencyKey: EmergencyKey | undefined = KEY,
  options: Parameters<typeof owner>[0] = {},
): Promise<VaultOwner> {
  const dora = await owner({ vault: { emergencyKey }, ...options });
  await dora.has({ passkeys: [passkey('phone'), passkey('key')] });
  const { vault } = dora.world.auth;
  if (vault === undefined) throw new Error('there are no vaults');
  const kept = () => dora.world.store.readVault(TENANT, dora.accountId);
  return {
    ...dora,
    vault,
    kept,
    puts: async (envelopes, ifVersion = 0) =>
      vault.replace(await dora.session(), { keyId: 'a-key', envelopes, ifVersion }),
    adds: async (envelope, ifVersion) => vault.addEnvelope(await dora.session(), { ...envelope, ifVersion }),
    removes: async (id, ifVersion) => vault.removeEnvelope(await dora.session(), id, { ifVersion }),
    async envelope(place) {
      const found = (await kept())?.envelopes[place];
      if (found === undefined) throw new Error('there is no such envelope');
      return found;
    },
  };
}
