import { load, remember, rolledBack, type VaultContext } from './context.ts';
import type { EnvelopeHeader } from './envelope/header.ts';
import { type Opened, openEnvelope } from './envelope/open-envelope.ts';
import { newDataKey, type Owner } from './keys/data-key.ts';
import { HeldKey } from './keys/vault-keys.ts';
import type { VaultMemory } from './memory.ts';
import { OpenVault, type WayIn, waysOf } from './open-vault.ts';
import { checkCount, checkKinds, storeAll } from './seal-vault.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { StoredEnvelope, StoredVault, VaultTransport } from './transport/transport.ts';
import { isVaultError, VaultError } from './vault-error.ts';
import { ARGON2, type Argon2Parameters, areWeaker, checkArgon2 } from './ways/argon2-parameters.ts';
import type { NewWay, OpeningWay } from './ways/way.ts';

/** The vault's owner, and the options of a client. */
export interface VaultClientOptions extends Owner {
  /** Default: {@link fetchTransport} at `/auth`. */
  readonly transport?: VaultTransport;
  /** The `kid` that `sallyport vault emergency-key` printed. Write the `kid` into the host's own code: never take it from the server. */
  readonly emergencyFingerprint?: string;
  /** Remembers the vault's newest version. Without a memory, the client does not detect a rollback by the server. */
  readonly memory?: VaultMemory;
  /** Cost of Argon2 for new envelopes of a secret. Default: {@link ARGON2}. */
  readonly argon2?: Argon2Parameters;
}

/** The server's state of a vault. */
export interface VaultStatus {
  /** 0 if there is no vault. */
  readonly version: number;
  /** The ways to open the vault, without the sealed keys. */
  readonly ways: readonly WayIn[];
}

/** Creates and opens the vault of an account. Every function asks the server; see {@link VaultTransport} for its errors. */
export interface VaultClient {
  /** The version of the vault, and the ways to open the vault. Opens nothing. */
  status(): Promise<VaultStatus>;
  /**
   * Creates the vault. At least one way must not be a passkey.
   *
   * @throws VaultError `vault-exists`, `vault-needs-another-way`, `too-many-envelopes`, `vault-changed`, `change-not-kept`, and the errors
   * of a way
   */
  create(ways: readonly NewWay[]): Promise<OpenVault>;
  /**
   * Creates a vault that replaces the old vault, for an owner who can no longer open the old vault. The owner loses all data under the old
   * data key, unless the emergency key opened the old vault before. Ask the person first.
   *
   * @throws VaultError as `create`, except `vault-exists`
   */
  startAnew(ways: readonly NewWay[]): Promise<OpenVault>;
  /**
   * Opens the vault. If the secret was sealed with cheaper Argon2 parameters than now, seals the secret again. If the server refuses the new
   * envelope, the next `open` tries again.
   *
   * If the client remembers a data key, the emergency key opens only this data key.
   *
   * @throws VaultError `no-vault`, `no-such-way`, `wrong-passkey`, `wrong-secret`, `vault-rolled-back`, and the errors of an envelope
   */
  open(way: OpeningWay): Promise<OpenVault>;
}

/**
 * Creates a client for the vault of an account.
 *
 * @example
 * ```ts
 * import { createSallyportClient } from '@sallyport/browser';
 * import { createVaultClient } from '@sallyport/vault';
 *
 * const { accountId } = await createSallyportClient().session.get();
 * const vaults = createVaultClient({ tenant: 'default', account: accountId });
 * const vault = await vaults.open({ kind: 'secret', secret: 'the words that the person typed' });
 * const sealed = await vault.seal('notes', 'note-1', new TextEncoder().encode('Only I read this.'));
 * ```
 */
export function createVaultClient(options: VaultClientOptions): VaultClient {
  const { tenant, account, transport = fetchTransport(), argon2 = ARGON2, emergencyFingerprint, memory } = options;
  checkArgon2(argon2);
  const context: VaultContext = { owner: { tenant, account }, transport, argon2, emergencyFingerprint, memory };
  return {
    status: async () => {
      const stored = await load(context);
      return { version: stored.version, ways: waysOf(stored) };
    },
    create: (ways) => create(context, ways, false),
    startAnew: (ways) => create(context, ways, true),
    open: (way) => open(context, way),
  };
}

async function create(context: VaultContext, ways: readonly NewWay[], isAnew: boolean): Promise<OpenVault> {
  checkKinds(ways);
  checkCount(ways.length);
  const stored = await load(context);
  if (stored.envelopes.length > 0 && !isAnew) throw new VaultError('vault-exists', 'There is a vault already: open it');
  const key = await HeldKey.of(context.owner, newDataKey());
  try {
    const made = await storeAll(context, stored, key, ways);
    await remember(context, made);
    return new OpenVault(context, key, made);
  } catch (thrown) {
    key.close();
    throw thrown;
  }
}

async function open(context: VaultContext, way: OpeningWay): Promise<OpenVault> {
  const stored = await load(context);
  const { header, dataKey } = await firstThatOpens(context, stored, way);
  await checkVersions(context, stored, header);
  await remember(context, stored);
  const vault = new OpenVault(context, await HeldKey.of(context.owner, dataKey), stored);
  if (way.kind === 'secret' && header.kind === 'secret' && areWeaker(header.argon2, context.argon2)) {
    // The vault is open without the change, which needs a recent proof of identity.
    await vault.changeSecret(way.secret).catch(() => {});
  }
  return vault;
}

/** After an interrupted `changeSecret`, the newest envelope has the new secret. */
async function firstThatOpens(context: VaultContext, stored: StoredVault, way: OpeningWay): Promise<Opened> {
  if (stored.envelopes.length === 0) throw new VaultError('no-vault', 'There is no vault yet');
  const candidates = stored.envelopes.filter((envelope) => isFor(way, envelope)).reverse();
  let first: VaultError | undefined;
  for (const { sealed } of candidates) {
    try {
      return await openEnvelope(sealed, way, context.owner);
    } catch (thrown) {
      if (!isVaultError(thrown)) throw thrown;
      first ??= thrown;
    }
  }
  throw first ?? new VaultError('no-such-way', 'The vault has no envelope for this way');
}

function isFor(way: OpeningWay, { kind, passkeyId }: StoredEnvelope): boolean {
  return kind === way.kind && (way.kind !== 'passkey' || passkeyId === way.passkeyId);
}

async function checkVersions(
  context: VaultContext,
  stored: StoredVault,
  header: Pick<EnvelopeHeader, 'kind' | 'keyId' | 'version'>,
): Promise<void> {
  if (header.keyId !== stored.keyId) throw ofAnotherKey('the vault names');
  if (header.version > stored.version) {
    throw rolledBack(`version ${stored.version} with an envelope of ${header.version}`);
  }
  const seen = await context.memory?.recall();
  if (seen === undefined || seen.keyId === header.keyId) return;
  if (header.version <= seen.version) throw rolledBack(`an older key than at version ${seen.version}`);
  // The header of an emergency envelope is whatever the server seals to the public key.
  if (header.kind === 'emergency') throw ofAnotherKey('was seen before');
}

function ofAnotherKey(expected: string): VaultError {
  return new VaultError('envelope-of-another-key', `The envelope holds another data key than ${expected}`);
}
