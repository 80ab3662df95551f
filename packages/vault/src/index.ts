/**
 * `@sallyport/vault`: creates a data key in the client, and opens it with a passkey, a secret or the emergency key. The server never sees
 * the data key.
 *
 * @packageDocumentation
 */
export { createVaultClient, type VaultClient, type VaultClientOptions, type VaultStatus } from './client.ts';
export type { Bytes } from './encoding/bytes.ts';
export type { EnvelopeKind } from './envelope/header.ts';
export type { Owner } from './keys/data-key.ts';
export { keyIdOfData } from './keys/sealed-data.ts';
export type { VaultKeys } from './keys/vault-keys.ts';
export { storageMemory, type VaultMark, type VaultMemory } from './memory.ts';
export type { OpenVault, WayIn } from './open-vault.ts';
export { type FetchTransportOptions, fetchTransport } from './transport/fetch-transport.ts';
export type { NewEnvelope, StoredEnvelope, StoredVault, VaultTransport } from './transport/transport.ts';
export { isVaultError, type Refusal, VaultError, type VaultErrorCode } from './vault-error.ts';
export { ARGON2, type Argon2Parameters } from './ways/argon2-parameters.ts';
export type { EmergencyKey, EmergencyPublicKey } from './ways/emergency-key.ts';
export { type PasskeyWay, type PrfOutput, prfKey } from './ways/passkey.ts';
export type { SecretWay } from './ways/secret.ts';
export type { NewWay, OpeningWay } from './ways/way.ts';
