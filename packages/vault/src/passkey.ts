/**
 * `@sallyport/vault/passkey`: for a page that signs the person in, while another page opens the vault.
 *
 * @packageDocumentation
 */
export type { Bytes } from './encoding/bytes.ts';
export { isVaultError, VaultError, type VaultErrorCode } from './vault-error.ts';
export { type PasskeyWay, type PrfOutput, prfKey } from './ways/passkey.ts';
