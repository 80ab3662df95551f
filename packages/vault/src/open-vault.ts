import { confirmed } from './confirm-change.ts';
import { load, remember, rolledBack, type VaultContext } from './context.ts';
import type { Bytes } from './encoding/bytes.ts';
import { partsOf } from './envelope/layout.ts';
import { newDataKey } from './keys/data-key.ts';
import { HeldKey, type VaultKeys } from './keys/vault-keys.ts';
import { checkCount, checkKinds, sealFor, storeAll } from './seal-vault.ts';
import type { NewEnvelope, StoredEnvelope, StoredVault } from './transport/transport.ts';
import { VaultError } from './vault-error.ts';
import type { NewWay } from './ways/way.ts';

/** A way to open a vault, for display. */
export type WayIn = Omit<StoredEnvelope, 'sealed'>;

/**
 * An open vault: its keys and its ways. Each change names the version that this object knows. If another client changed the vault first,
 * the change throws `vault-changed` and changes nothing. If the server's answer differs from the requested vault, the change throws
 * `change-not-kept`, and this object keeps its old state.
 */
export class OpenVault implements VaultKeys {
  readonly #context: VaultContext;
  readonly #key: HeldKey;
  #stored: StoredVault;

  /** @internal */
  constructor(context: VaultContext, key: HeldKey, stored: StoredVault) {
    this.#context = context;
    this.#key = key;
    this.#stored = stored;
  }

  get keyId(): string {
    return this.#key.keyId;
  }

  /** The version that this object knows. The server may have a newer version: see `refresh`. */
  get version(): number {
    return this.#stored.version;
  }

  /** The ways to open the vault, without the sealed keys. */
  get ways(): readonly WayIn[] {
    return waysOf(this.#stored);
  }

  /** Whether the host has an emergency key that cannot open this vault yet. Call `addWay({ kind: 'emergency' })` to add the key. */
  get lacksEmergency(): boolean {
    const kid = this.#context.emergencyFingerprint;
    if (kid === undefined || this.#stored.emergencyKey === undefined) return false;
    return !this.#stored.envelopes.some(
      (envelope) => envelope.kind === 'emergency' && isSealedTo(kid, envelope.sealed),
    );
  }

  key(purpose: string): Promise<CryptoKey> {
    return this.#key.key(purpose);
  }

  seal(purpose: string, name: string, plain: Bytes): Promise<Bytes> {
    return this.#key.seal(purpose, name, plain);
  }

  /** As {@link VaultKeys.unseal}. */
  unseal(purpose: string, name: string, sealed: Bytes): Promise<Bytes> {
    return this.#key.unseal(purpose, name, sealed);
  }

  /**
   * Seals the data key for a new way.
   *
   * @throws VaultError `way-exists`, `too-many-envelopes`, `vault-changed`, and the errors of the way: `prf-missing`, `secret-malformed`,
   * `emergency-key-mismatch`, …
   */
  async addWay(way: NewWay): Promise<void> {
    const { envelopes } = this.#stored;
    if (way.kind === 'passkey' && envelopes.some(({ passkeyId }) => passkeyId === way.passkeyId)) {
      throw new VaultError('way-exists', 'This passkey opens the vault already');
    }
    checkCount(envelopes.length + 1);
    const envelope = await sealFor(this.#context, this.#stored, this.#key, way);
    await this.#keepChange(await this.#context.transport.add(this.version, envelope, this.#context.owner.account), [
      ...envelopes,
      envelope,
    ]);
  }

  /**
   * Removes a way. The data key stays: anyone with a copy of the removed envelope, and its passkey or secret, can still open the data key.
   * Call `replaceKey` if a passkey or secret is compromised.
   *
   * @param id of an envelope, as in `ways`
   * @throws VaultError `vault-needs-another-way`, `vault-changed`
   */
  async removeWay(id: string): Promise<void> {
    const left = this.#stored.envelopes.filter((envelope) => envelope.id !== id);
    checkKinds(left);
    await this.#keepChange(await this.#context.transport.remove(this.version, id, this.#context.owner.account), left);
  }

  /** Replaces all master secrets with a new secret. The data key stays, so no data is encrypted again. */
  async changeSecret(secret: string): Promise<void> {
    const old = this.ways.filter(({ kind }) => kind === 'secret');
    // If a request fails in between, an old or the new secret still opens the vault.
    await this.addWay({ kind: 'secret', secret });
    for (const { id } of old) await this.removeWay(id);
  }

  /**
   * Replaces the data key and all envelopes. Only `ways` open the vault afterwards.
   *
   * @param carryOver encrypts the host's data again, from the old keys to the new keys. Runs before the client sends the change. Store the
   * new data beside the old data, and delete the old data after this method has returned: no data is then lost if a step fails.
   * @returns the vault with its new key. This object keeps the old key until `close`
   * @throws VaultError `vault-needs-another-way`, `too-many-envelopes`, `vault-changed`, and the errors of a way
   */
  async replaceKey(
    ways: readonly NewWay[],
    carryOver: (from: VaultKeys, to: VaultKeys) => Promise<void>,
  ): Promise<OpenVault> {
    checkKinds(ways);
    checkCount(ways.length);
    const key = await HeldKey.of(this.#context.owner, newDataKey());
    try {
      await carryOver(this, key);
      const stored = await storeAll(this.#context, this.#stored, key, ways);
      await remember(this.#context, stored);
      return new OpenVault(this.#context, key, stored);
    } catch (thrown) {
      key.close();
      throw thrown;
    }
  }

  /**
   * Reads the ways again.
   *
   * @throws VaultError `key-replaced` if another client replaced the data key: open the vault again. `vault-rolled-back` if the server's
   * vault is older than this vault
   */
  async refresh(): Promise<void> {
    const stored = await load(this.#context);
    if (stored.version < this.version) throw rolledBack(`version ${stored.version} after ${this.version}`);
    if (stored.keyId !== this.keyId) throw new VaultError('key-replaced', 'The data key was replaced');
    await this.#keep(stored);
  }

  /** Forgets the data key. Subkeys from `key` stay usable. */
  close(): void {
    this.#key.close();
  }

  async #keepChange(answer: StoredVault, envelopes: readonly NewEnvelope[]): Promise<void> {
    await this.#keep(confirmed(answer, { before: this.version, keyId: this.keyId, envelopes }));
  }

  async #keep(stored: StoredVault): Promise<void> {
    this.#stored = stored;
    await remember(this.#context, stored);
  }
}

export function waysOf({ envelopes }: StoredVault): readonly WayIn[] {
  return envelopes.map(({ sealed, ...way }) => way);
}

/** The header is not authenticated here: only opening the envelope proves the key. */
function isSealedTo(kid: string, sealed: string): boolean {
  try {
    const { header } = partsOf(sealed);
    return header.kind === 'emergency' && header.kid === kid;
  } catch {
    return false;
  }
}
