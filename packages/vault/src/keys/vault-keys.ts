import type { Bytes } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';
import { hkdfKey } from '../ways/passkey.ts';
import { keyIdOf, type Owner, subkeyParameters } from './data-key.ts';
import { type Label, sealData, unsealData } from './sealed-data.ts';

/** The keys of an open vault. */
export interface VaultKeys {
  /** The id of the data key. Changes if the data key is replaced. */
  readonly keyId: string;
  /**
   * Derives a non-extractable AES-256-GCM key. Each purpose has a different key.
   *
   * @throws VaultError `purpose-malformed`, `vault-closed`
   */
  key(purpose: string): Promise<CryptoKey>;
  /**
   * Seals data under the subkey of a purpose.
   *
   * @param name of the data within the purpose. The name detects a server that swaps data
   */
  seal(purpose: string, name: string, plain: Bytes): Promise<Bytes>;
  /**
   * Opens data that `seal` sealed, under the same purpose and name.
   *
   * @throws VaultError `data-malformed`, `data-damaged`, `data-of-another-key`, `format-newer`, `vault-closed`
   */
  unseal(purpose: string, name: string, sealed: Bytes): Promise<Bytes>;
}

/** The bytes are kept for sealing new envelopes, and overwritten on `close`. */
export class HeldKey implements VaultKeys {
  readonly keyId: string;
  readonly #owner: Owner;
  readonly #bytes: Bytes;
  #source: CryptoKey | undefined;

  private constructor(owner: Owner, bytes: Bytes, source: CryptoKey, keyId: string) {
    this.#owner = owner;
    this.#bytes = bytes;
    this.#source = source;
    this.keyId = keyId;
  }

  static async of(owner: Owner, bytes: Bytes): Promise<HeldKey> {
    return new HeldKey(owner, bytes, await hkdfKey(bytes), await keyIdOf(bytes, owner));
  }

  async key(purpose: string): Promise<CryptoKey> {
    const parameters = await subkeyParameters(this.#owner, purpose);
    const cipher = { name: 'AES-GCM', length: 256 };
    return crypto.subtle.deriveKey(parameters, this.#open(), cipher, false, ['encrypt', 'decrypt']);
  }

  async seal(purpose: string, name: string, plain: Bytes): Promise<Bytes> {
    return sealData(await this.key(purpose), this.#label(purpose, name), plain);
  }

  async unseal(purpose: string, name: string, sealed: Bytes): Promise<Bytes> {
    return unsealData(await this.key(purpose), this.#label(purpose, name), sealed);
  }

  /** @throws VaultError `vault-closed` */
  bytes(): Bytes {
    this.#open();
    return this.#bytes;
  }

  close(): void {
    this.#bytes.fill(0);
    this.#source = undefined;
  }

  #open(): CryptoKey {
    if (this.#source !== undefined) return this.#source;
    throw new VaultError('vault-closed', 'The vault was closed');
  }

  #label(purpose: string, name: string): Label {
    return { ...this.#owner, keyId: this.keyId, purpose, name };
  }
}
