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

/** One way into a vault, as it can be shown. */
export type WayIn = Omit<StoredEnvelope, 'sealed'>;

/**
 * A vault that is open in this client: its keys, and its ways. Every change is guarded by the version that this object knows; where
 * another client was first it throws `vault-changed`, and nothing was changed. If the server answers a change with another vault than
 * this object asked for, the change throws `change-not-kept`, and this object stays as it was.
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

  get version(): number {
    return this.#stored.version;
  }

  get ways(): readonly WayIn[] {
    return waysOf(this.#stored);
  }

  /** Whether the host has an emergency key that this vault was not sealed to yet: `addWay({ kind: 'emergency' })` does so. */
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

  unseal(purpose: string, name: string, sealed: Bytes): Promise<Bytes> {
    return this.#key.unseal(purpose, name, sealed);
  }

  /**
   * Seals the data key for one more way.
   *
   * @throws VaultError `way-exists`, `too-many-envelopes`, `vault-changed`, and what the way lacks: `prf-missing`, `secret-malformed`,
   * `emergency-key-mismatch`, …
   */
  async addWay(way: NewWay): Promise<void> {
    const { envelopes } = this.#stored;
    if (way.kind === 'passkey' && envelopes.some(({ passkeyId }) => passkeyId === way.passkeyId)) {
      throw new VaultError('way-exists', 'This passkey opens the vault already');
    }
    checkCount(envelopes.length + 1);
    const envelope = await sealFor(this.#context, this.#stored, this.#key, way);
    await this.#keepChange(await this.#context.transport.add(this.version, envelope), [...envelopes, envelope]);
  }

  /**
   * Takes one way away. Who has a copy of its envelope, and what it opens with, has the data key for good: `replaceKey` is the answer
   * to a passkey or secret that somebody else may have.
   *
   * @param id of an envelope, as in `ways`
   * @throws VaultError `vault-needs-another-way`, `vault-changed`
   */
  async removeWay(id: string): Promise<void> {
    const left = this.#stored.envelopes.filter((envelope) => envelope.id !== id);
    checkKinds(left);
    await this.#keepChange(await this.#context.transport.remove(this.version, id), left);
  }

  /** Puts another master secret in the place of those there are. The data key stays: nothing is encrypted again. */
  async changeSecret(secret: string): Promise<void> {
    const old = this.ways.filter(({ kind }) => kind === 'secret');
    // The new one first: whatever stops this in between, a secret opens the vault.
    await this.addWay({ kind: 'secret', secret });
    for (const { id } of old) await this.removeWay(id);
  }

  /**
   * Replaces the data key, and with it every envelope: what is not among `ways` opens the vault no longer.
   *
   * @param carryOver encrypts again what the host keeps, from the old keys to the new. It runs before the change is sent: it stores what
   * it makes beside what there is, and clears that away only after this method has answered. So nothing is lost wherever it stops.
   * @returns the vault under its new key; this one keeps the old key until it is closed
   * @throws VaultError `vault-needs-another-way`, `too-many-envelopes`, `vault-changed`, and what a way lacks
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
   * Reads the ways anew.
   *
   * @throws VaultError `key-replaced` if another client replaced the data key: open the vault again. `vault-rolled-back` if the server's
   * vault is older than this one
   */
  async refresh(): Promise<void> {
    const stored = await load(this.#context);
    if (stored.version < this.version) throw rolledBack(`version ${stored.version} after ${this.version}`);
    if (stored.keyId !== this.keyId) throw new VaultError('key-replaced', 'The data key was replaced');
    await this.#keep(stored);
  }

  /** Forgets the data key. Subkeys that were handed out stay usable. */
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

/** By its own word, which nobody vouches for: only the emergency drill shows that it opens. */
function isSealedTo(kid: string, sealed: string): boolean {
  try {
    const { header } = partsOf(sealed);
    return header.kind === 'emergency' && header.kid === kid;
  } catch {
    return false;
  }
}
