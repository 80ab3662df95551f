import type { EventRecord, Store, TenantId } from '@sallyport/store';
import { commit } from './commit.ts';
import { countFailures, listAccounts, listPolicyVersions, listSessions, listVaultWays } from './listings.ts';
import { checkSession } from './session-check.ts';
import { type MemorySnapshot, restored, snapshotOf } from './snapshot.ts';
import { beginStep } from './step.ts';
import { sweep } from './sweep.ts';
import { policyInForce, TenantData } from './tenant-data.ts';

/** A store in maps. */
export interface MemoryStore extends Store {
  /** All that is in it, as plain JSON: `JSON.stringify(store)`. Passwords and tokens are in it as hashes, secrets sealed. */
  toJSON(): MemorySnapshot;
}

export interface MemoryStoreOptions {
  /** What was in another store when it was asked `toJSON()`, by this version or an older one. Default: nothing. */
  readonly snapshot?: MemorySnapshot | undefined;
}

/**
 * A store in maps, gone with the process: for tests, for trying things out, for a single process that may forget.
 *
 * A demo that is to remember keeps its snapshot in a file of its own, and opens it again:
 *
 * ```ts
 * const store = memoryStore(existsSync(path) ? { snapshot: JSON.parse(readFileSync(path, 'utf8')) } : {});
 * process.once('exit', () => writeFileSync(path, JSON.stringify(store), { mode: 0o600 }));
 * ```
 *
 * It keeps every promise of {@link Store} under concurrency, because every verb runs whole in one turn of
 * JavaScript. Records are copied as they come in and frozen: nobody changes the store but through it.
 *
 * @throws RecordTooNew if the snapshot is of a newer version
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
