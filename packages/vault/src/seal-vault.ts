import { confirmed } from './confirm-change.ts';
import type { VaultContext } from './context.ts';
import { sealEnvelope } from './envelope/seal-envelope.ts';
import type { HeldKey } from './keys/vault-keys.ts';
import type { NewEnvelope, StoredVault } from './transport/transport.ts';
import { VaultError } from './vault-error.ts';
import { trustedKey } from './ways/emergency-key.ts';
import type { NewWay } from './ways/way.ts';

/** The limit of the HTTP contract. */
const MOST_ENVELOPES = 20;

export function checkKinds(ways: readonly { readonly kind: NewWay['kind'] }[]): void {
  if (ways.some(({ kind }) => kind !== 'passkey')) return;
  throw new VaultError('vault-needs-another-way', 'A vault needs a way in beside passkeys');
}

export function checkCount(envelopes: number): void {
  if (envelopes <= MOST_ENVELOPES) return;
  throw new VaultError('too-many-envelopes', `${envelopes} envelopes, over ${MOST_ENVELOPES}: remove one first`);
}

/** The envelope names the version after the change, so that a server cannot put the envelope into an earlier version. */
export function sealFor(context: VaultContext, stored: StoredVault, key: HeldKey, way: NewWay): Promise<NewEnvelope> {
  const place = { ...context.owner, keyId: key.keyId, version: stored.version + 1 };
  return sealEnvelope(key.bytes(), way, place, {
    argon2: context.argon2,
    emergencyKey: () => trustedKey(stored.emergencyKey, context.emergencyFingerprint),
  });
}

export async function storeAll(
  context: VaultContext,
  stored: StoredVault,
  key: HeldKey,
  ways: readonly NewWay[],
): Promise<StoredVault> {
  const envelopes: NewEnvelope[] = [];
  // Only one Argon2 computation needs memory at a time.
  for (const way of ways) envelopes.push(await sealFor(context, stored, key, way));
  const { keyId } = key;
  const answer = await context.transport.replace(stored.version, { keyId, envelopes }, context.owner.account);
  return confirmed(answer, { before: stored.version, keyId, envelopes });
}
