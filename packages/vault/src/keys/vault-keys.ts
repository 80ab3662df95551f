import type { Bytes } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';
import { hkdfKey } from '../ways/passkey.ts';
import { keyIdOf, type Owner, subkeyParameters } from './data-key.ts';
import { type Label, sealData, unsealData } from './sealed-data.ts';

/** What an opened vault is for. */
export interface VaultKeys {
  /** Names the data key; another after it was replaced. */
  readonly keyId: string;
  /**
   * A subkey for AES-256-GCM that cannot be read, another for each purpose.
   *
   * @throws VaultError `purpose-malformed`, `vault-closed`
   */
  key(purpose: string): Promise<CryptoKey>;
  /**
   * Seals data under the subkey of a purpose.
   *
   * @param name what the data is, among all of that purpose: a server that swaps two of them is noticed
   */
  seal(purpose: string, name: string, plain: Bytes): Promise<Bytes>;
  /** @throws VaultError `data-malformed`, `data-damaged`, `data-of-another-key`, `format-newer`, `vault-closed` */
  unseal(purpose: string, name: string, sealed: Bytes): Promise<Bytes>;
}

/** A data key in memory. Its bytes are needed to seal it for another way; they stand in no property and are overwritten in the end. */
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

  /** @param bytes the data key, which this object overwrites when it is closed */
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

  /** The data key itself, for whoever seals it anew. @throws VaultError `vault-closed` */
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
