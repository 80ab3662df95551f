import { isStoreUnavailable, StoreUnavailable } from './faults.ts';
import { hasOrganisations, removesTenants } from './optional-parts.ts';
import type { OrganisationReports, Organisations, Store } from './port.ts';
import type { TenantId } from './records.ts';

export interface TenantStoresOptions {
  /** Each once. The host closes their connections. */
  readonly stores: readonly Store[];
  /** Always the same for a tenant. Called for each verb, so quick. */
  readonly storeOf: (tenant: TenantId) => Store;
}

/**
 * One store of several: a tenant has all records in one of them. If a server does not answer, only its tenants get 503.
 *
 * - `open` throws `StoreUnavailable` only if no store answers. A store that did not answer is opened with a request of its tenants.
 * - `eventsToNotify` and `unsealedTenants` ask the stores that answer.
 * - It has organisations, and removes tenants, if every store does.
 * - `hasPasskey` throws if no store has the passkey and one did not answer. `sweep` sweeps all, and then throws.
 *
 * @throws TypeError from a verb, for a store that is not in `stores`
 * @example
 * ```ts
 * import { type Store, tenantStores } from '@sallyport/store';
 *
 * declare const europe: Store;
 * declare const america: Store;
 * export const store = tenantStores({
 * stores: [europe, america],
 * storeOf: (tenant) => (tenant.startsWith('us-') ? america : europe),
 * });
 * ```
 */
export function tenantStores({ stores, storeOf }: TenantStoresOptions): Store {
  const opened = new Map<Store, Promise<void>>();

  function opening(store: Store): Promise<void> {
    const known = opened.get(store);
    if (known !== undefined) return known;
    const begun = store.open();
    opened.set(store, begun);
    // The next request tries again.
    begun.catch(() => opened.delete(store));
    return begun;
  }

  async function of(tenant: TenantId): Promise<Store> {
    const store = storeOf(tenant);
    if (!stores.includes(store)) throw new TypeError(`tenantStores: the store of '${tenant}' is not one of \`stores\``);
    await opening(store);
    return store;
  }

  /** Throws a fault of another kind than silence. */
  async function fromEach<Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answered<Answer>> {
    const asked = await Promise.allSettled(stores.map(async (store) => opening(store).then(() => ask(store))));
    const faults = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    const worse = faults.find((fault) => !isStoreUnavailable(fault));
    if (worse !== undefined) throw worse;
    const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [fault] = faults;
    if (answers.length === 0) throw fault ?? new StoreUnavailable();
    return { answers, fault };
  }

  return {
    open: async () => void (await fromEach(async () => undefined)),
    beginStep: async (step) => (await of(step.tenant)).beginStep(step),
    commit: async (change) => (await of(change.tenant)).commit(change),
    checkSession: async (check) => (await of(check.tenant)).checkSession(check),
    readAccount: async (tenant, ...asked) => (await of(tenant)).readAccount(tenant, ...asked),
    listAccounts: async (tenant, ...asked) => (await of(tenant)).listAccounts(tenant, ...asked),
    listPeople: async (tenant, ...asked) => (await of(tenant)).listPeople(tenant, ...asked),
    countProfiles: async (tenant, ...asked) => (await of(tenant)).countProfiles(tenant, ...asked),
    countAccountsBySignIn: async (tenant, ...asked) => (await of(tenant)).countAccountsBySignIn(tenant, ...asked),
    listUnjudged: async (tenant, ...asked) => (await of(tenant)).listUnjudged(tenant, ...asked),
    writeProfiles: async (tenant, ...asked) => (await of(tenant)).writeProfiles(tenant, ...asked),
    listDays: async (tenant, ...asked) => (await of(tenant)).listDays(tenant, ...asked),
    keepDay: async (tenant, ...asked) => (await of(tenant)).keepDay(tenant, ...asked),
    async hasPasskey(id) {
      const { answers, fault } = await fromEach((store) => store.hasPasskey(id));
      if (answers.includes(true)) return true;
      if (fault !== undefined) throw fault;
      return false;
    },
    readVault: async (tenant, ...asked) => (await of(tenant)).readVault(tenant, ...asked),
    listVaultWays: async (tenant, ...asked) => (await of(tenant)).listVaultWays(tenant, ...asked),
    readSamlRequest: async (tenant, ...asked) => (await of(tenant)).readSamlRequest(tenant, ...asked),
    listSessions: async (tenant, ...asked) => (await of(tenant)).listSessions(tenant, ...asked),
    listDevices: async (tenant, ...asked) => (await of(tenant)).listDevices(tenant, ...asked),
    listEvents: async (tenant, ...asked) => (await of(tenant)).listEvents(tenant, ...asked),
    countEvents: async (tenant, ...asked) => (await of(tenant)).countEvents(tenant, ...asked),
    countFailures: async (tenant, ...asked) => (await of(tenant)).countFailures(tenant, ...asked),
    appendLogBatch: async (batch) => (await of(batch.tenant)).appendLogBatch(batch),
    readLogHead: async (tenant) => (await of(tenant)).readLogHead(tenant),
    listLogBatches: async (tenant, ...asked) => (await of(tenant)).listLogBatches(tenant, ...asked),
    async unsealedTenants(asked) {
      const { answers } = await fromEach((store) => store.unsealedTenants(asked));
      return answers.flat().sort(inOrder).slice(0, asked.limit);
    },
    readPolicy: async (tenant) => (await of(tenant)).readPolicy(tenant),
    listPolicyVersions: async (tenant, ...asked) => (await of(tenant)).listPolicyVersions(tenant, ...asked),
    readAdministrators: async (tenant) => (await of(tenant)).readAdministrators(tenant),
    listCounters: async (tenant, ...asked) => (await of(tenant)).listCounters(tenant, ...asked),
    async eventsToNotify(limit) {
      const { answers } = await fromEach((store) => store.eventsToNotify(limit));
      return answers.flat().slice(0, limit);
    },
    markNotified: async (tenant, ids) => (await of(tenant)).markNotified(tenant, ids),
    async sweep(now, retention) {
      const { answers, fault } = await fromEach((store) => store.sweep(now, retention));
      if (fault !== undefined) throw fault;
      return answers.reduce((sum, removed) => sum + removed, 0);
    },
    ...(stores.every(hasOrganisations) && organisationsOf(of)),
    ...(stores.every(removesTenants) && {
      removeTenant: async (tenant, limit) => {
        const store = await of(tenant);
        if (!removesTenants(store)) throw new TypeError(`tenantStores: the store of '${tenant}' removes no tenants`);
        return store.removeTenant(tenant, limit);
      },
    }),
  };
}

function organisationsOf(of: (tenant: TenantId) => Promise<Store>): Organisations & OrganisationReports {
  const own = async (tenant: TenantId): Promise<Organisations & OrganisationReports> => {
    const store = await of(tenant);
    if (!hasOrganisations(store)) throw new TypeError(`tenantStores: the store of '${tenant}' has no organisations`);
    return store;
  };
  return {
    readOrganisation: async (tenant, ...asked) => (await own(tenant)).readOrganisation(tenant, ...asked),
    readMembership: async (tenant, ...asked) => (await own(tenant)).readMembership(tenant, ...asked),
    listOrganisations: async (tenant, ...asked) => (await own(tenant)).listOrganisations(tenant, ...asked),
    listOrganisationVersions: async (tenant, ...asked) =>
      (await own(tenant)).listOrganisationVersions(tenant, ...asked),
    listMemberships: async (tenant, ...asked) => (await own(tenant)).listMemberships(tenant, ...asked),
    listMembershipsOf: async (tenant, ...asked) => (await own(tenant)).listMembershipsOf(tenant, ...asked),
  };
}

function inOrder(one: TenantId, other: TenantId): number {
  return one < other ? -1 : 1;
}

interface Answered<Answer> {
  readonly answers: readonly Answer[];
  readonly fault: unknown;
}
