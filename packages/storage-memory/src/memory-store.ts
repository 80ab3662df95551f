import type { EventRecord, Store, TenantId } from '@sallyport/store';
import { commit } from './commit.ts';
import { countFailures, listAccounts, listPolicyVersions, listSessions, listVaultWays } from './listings.ts';
import { checkSession } from './session-check.ts';
import { type MemorySnapshot, restored, snapshotOf } from './snapshot.ts';
import { beginStep } from './step.ts';
import { sweep } from './sweep.ts';
import { liveSamlRequest, policyInForce, TenantData } from './tenant-data.ts';

/** A store that keeps its records in `Map`s. */
export interface MemoryStore extends Store {
  /** The whole content of the store as plain JSON, for `JSON.stringify(store)`. Passwords and tokens are hashed, secrets are sealed. */
  toJSON(): MemorySnapshot;
}

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** Content to start with: the `toJSON()` of a store of this version or of an older version. Default: empty. */
  readonly snapshot?: MemorySnapshot | undefined;
}

/**
 * Creates a store in memory. Its content is lost with the process: for tests, for demos, and for a single process that may forget.
 *
 * The store keeps every promise of {@link Store} under concurrency: each method runs in one turn of the event loop. The store copies
 * and freezes the records that `commit` receives, so callers cannot change a stored record.
 *
 * @throws RecordTooNew if a newer version wrote the snapshot, or a record in the snapshot
 * @example
 * ```ts
 * import { createSallyport } from '@sallyport/engine';
 * import { memoryStore } from '@sallyport/storage-memory';
 *
 * const auth = createSallyport({ origin: 'http://localhost:3000', secrets: ['for development only'], store: memoryStore() });
 * ```
 * @example A demo keeps its content in a file.
 * ```ts
 * import { existsSync, readFileSync, writeFileSync } from 'node:fs';
 * import { memoryStore } from '@sallyport/storage-memory';
 *
 * const file = 'store.json';
 * const store = memoryStore(existsSync(file) ? { snapshot: JSON.parse(readFileSync(file, 'utf8')) } : {});
 * process.once('exit', () => writeFileSync(file, JSON.stringify(store), { mode: 0o600 }));
 * ```
 */
export function memoryStore({ snapshot }: MemoryStoreOptions = {}): MemoryStore {
  const tenants: Map<TenantId, TenantData> = snapshot === undefined ? new Map() : restored(snapshot);
  const of = (tenant: TenantId): TenantData => {
    const data = tenants.get(tenant) ?? new TenantData();
    tenants.set(tenant, data);
    return data;
  };
  return {
    open: async () => {},
    beginStep: async (step) => beginStep(of(step.tenant), step),
    commit: async (change) => commit(of(change.tenant), change),
    checkSession: async (check) => checkSession(of(check.tenant), check),
    readAccount: async (tenant, id) => of(tenant).accounts.get(id),
    readVault: async (tenant, accountId) => of(tenant).vaults.get(accountId),
    listVaultWays: async (tenant, page) => listVaultWays(of(tenant), page),
    listAccounts: async (tenant, page) => listAccounts(of(tenant), page),
    listDevices: async (tenant, accountId) => of(tenant).devices.of(accountId),
    readSamlRequest: async (tenant, id, now) => liveSamlRequest(of(tenant), id, now),
    listSessions: async (tenant, accountId, now) => listSessions(of(tenant), accountId, now),
    listEvents: async (tenant, page) => of(tenant).events.list(page),
    countFailures: async (tenant, since) => countFailures(of(tenant), since),
    readPolicy: async (tenant) => policyInForce(of(tenant)),
    listPolicyVersions: async (tenant, page) => listPolicyVersions(of(tenant), page),
    readAdministrators: async (tenant) => of(tenant).administrators,
    listCounters: async (tenant, subjects) => of(tenant).counters.list(subjects),
    eventsToTell: async (limit) => eventsToTell(tenants, limit),
    markTold: async (tenant, eventIds) => of(tenant).events.markTold(eventIds),
    sweep: async (now, retention) =>
      [...tenants.values()].reduce((removed, data) => removed + sweep(data, now, retention), 0),
    toJSON: () => snapshotOf(tenants),
  };
}

function eventsToTell(tenants: ReadonlyMap<TenantId, TenantData>, limit: number): readonly EventRecord[] {
  return [...tenants.values()].flatMap((data) => data.events.untold()).slice(0, limit);
}
