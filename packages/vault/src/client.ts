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

export interface VaultClientOptions extends Owner {
  /** By default {@link fetchTransport} at `/auth`. */
  readonly transport?: VaultTransport;
  /** The `kid` that `sallyport vault emergency-key` printed. It stands in the host's own code and never comes from the server. */
  readonly emergencyFingerprint?: string;
  /** What this client has seen: without it, an older vault that is served again goes unnoticed. */
  readonly memory?: VaultMemory;
  /** What new envelopes of a secret cost to guess at. */
  readonly argon2?: Argon2Parameters;
}

/** What the server has of a vault. */
export interface VaultStatus {
  /** 0: there is none. */
  readonly version: number;
  readonly ways: readonly WayIn[];
}

export interface VaultClient {
  status(): Promise<VaultStatus>;
  /**
   * Makes the vault, with at least one way beside passkeys.
   *
   * @throws VaultError `vault-exists`, `vault-needs-another-way`, `too-many-envelopes`, `vault-changed`, `change-not-kept`, and what a way
   * lacks
   */
  create(ways: readonly NewWay[]): Promise<OpenVault>;
  /**
   * Makes a vault in the place of one that its owner can open no longer. What was sealed under the old key is lost to the owner, if it was
   * not taken out by the emergency key before: ask the person first.
   *
   * @throws VaultError as `create`, but for `vault-exists`
   */
  startAnew(ways: readonly NewWay[]): Promise<OpenVault>;
  /**
   * Opens the vault. Where a secret was sealed with cheaper parameters than now, it is sealed anew on the way; where that is refused,
   * the next opening tries again.
   *
   * The emergency key opens no data key but the remembered one, where the client remembers one.
   *
   * @throws VaultError `no-vault`, `no-such-way`, `wrong-passkey`, `wrong-secret`, `vault-rolled-back`, and what is wrong with an envelope
   */
  open(way: OpeningWay): Promise<OpenVault>;
}

/**
 * The vault of one account.
 *
 * @example
 * const vaults = createVaultClient({ tenant: 'default', account: session.accountId })
 * const vault = await vaults.open({ kind: 'passkey', passkeyId, prf })
 * const key = await vault.key('notes')
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
    // Best effort: it needs a recent proof, and the vault is open without.
    await vault.changeSecret(way.secret).catch(() => {});
  }
  return vault;
}

/** The newest first: where a change of the secret was stopped halfway, that is the one that was meant. */
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

/** Compares an envelope's authenticated header with the server's answer, and with what this client remembers. */
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
