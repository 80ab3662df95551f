import type { Owner } from './keys/data-key.ts';
import type { VaultMemory } from './memory.ts';
import type { StoredVault, VaultTransport } from './transport/transport.ts';
import { VaultError } from './vault-error.ts';
import type { Argon2Parameters } from './ways/argon2-parameters.ts';

export interface VaultContext {
  readonly owner: Owner;
  readonly transport: VaultTransport;
  readonly argon2: Argon2Parameters;
  readonly emergencyFingerprint: string | undefined;
  readonly memory: VaultMemory | undefined;
}

/** Refuses if this client has seen a newer version, or another data key at this version. */
export async function load({ transport, memory }: VaultContext): Promise<StoredVault> {
  const stored = await transport.load();
  const seen = await memory?.recall();
  if (seen === undefined || seen.version < stored.version) return stored;
  if (seen.version === stored.version && seen.keyId === stored.keyId) return stored;
  throw rolledBack(`version ${stored.version} after ${seen.version}`);
}

export async function remember({ memory }: VaultContext, { version, keyId }: StoredVault): Promise<void> {
  if (memory === undefined || keyId === undefined) return;
  const seen = await memory.recall();
  if (seen === undefined || seen.version < version) await memory.remember({ version, keyId });
}

export function rolledBack(how: string): VaultError {
  return new VaultError('vault-rolled-back', `The vault went back: ${how}`);
}
