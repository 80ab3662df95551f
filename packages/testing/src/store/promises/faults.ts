import assert from 'node:assert/strict';
import { isStoreUnavailable, type Store } from '@sallyport/engine';
import {
  accountId,
  NOW,
  sampleAccount,
  sampleEvent,
  sampleLogBatch,
  sampleRecipients,
  sampleSession,
  sampleVault,
  tenantId,
} from '../sample-records.ts';
import { openSessions, write } from '../scene.ts';
import type { SeverableStore } from '../store-under-test.ts';

const tenant = tenantId('acme');
const page = { limit: 10 };
const step = { tenant, now: NOW, knownPolicy: 0 };

/** Every method, with a request for an existing record. */
const verbs: Readonly<Record<Exclude<keyof Store, 'open'>, (store: Store) => Promise<unknown>>> = {
  beginStep: (store) => store.beginStep({ ...step, account: { kind: 'identifier', value: 'cleo@example.org' } }),
  commit: (store) => store.commit({ tenant, now: NOW, guards: {}, events: [sampleEvent(tenant, 'e2')] }),
  checkSession: (store) => store.checkSession({ ...step, tokenHash: 'token-of-s1', touchAfter: 0 }),
  readAccount: (store) => store.readAccount(tenant, accountId('cleo')),
  hasPasskey: (store) => store.hasPasskey('p1'),
  readVault: (store) => store.readVault(tenant, accountId('cleo')),
  listVaultWays: (store) => store.listVaultWays(tenant, page),
  listAccounts: (store) => store.listAccounts(tenant, page),
  listPeople: (store) => store.listPeople(tenant, { ...page, now: NOW }),
  countProfiles: (store) => store.countProfiles(tenant, { policy: 0, now: NOW }),
  countAccountsBySignIn: (store) => store.countAccountsBySignIn(tenant, { before: NOW, except: [] }),
  listUnjudged: (store) => store.listUnjudged(tenant, { policy: 0, now: NOW, limit: 10, thorough: true }),
  writeProfiles: (store) =>
    store.writeProfiles(tenant, [{ id: accountId('cleo'), version: 1, profile: { text: 'p', policy: 0 } }]),
  listDays: (store) => store.listDays(tenant, NOW),
  keepDay: (store) => store.keepDay(tenant, { day: NOW, meets: 1 }),
  readSamlRequest: (store) => store.readSamlRequest(tenant, 'r1', NOW),
  listSessions: (store) => store.listSessions(tenant, accountId('cleo'), NOW),
  listDevices: (store) => store.listDevices(tenant, accountId('cleo')),
  listEvents: (store) => store.listEvents(tenant, page),
  countEvents: (store) => store.countEvents(tenant, {}),
  countFailures: (store) => store.countFailures(tenant, NOW),
  appendLogBatch: (store) => store.appendLogBatch(sampleLogBatch(tenant, 0)),
  readLogHead: (store) => store.readLogHead(tenant),
  listLogBatches: (store) => store.listLogBatches(tenant, page),
  unsealedTenants: (store) => store.unsealedTenants({ limit: 10 }),
  readPolicy: (store) => store.readPolicy(tenant),
  listPolicyVersions: (store) => store.listPolicyVersions(tenant, page),
  readAdministrators: (store) => store.readAdministrators(tenant),
  listCounters: (store) => store.listCounters(tenant),
  eventsToNotify: (store) => store.eventsToNotify(10),
  markNotified: (store) => store.markNotified(tenant, ['e1']),
  sweep: (store) => store.sweep(NOW),
  holdReuse: async (store) => store.holdReuse?.(250, NOW),
  longestReuse: async (store) => store.longestReuse?.(NOW),
  readOrganisation: async (store) => store.readOrganisation?.(tenant, 'o1'),
  readMembership: async (store) => store.readMembership?.(tenant, 'o1', accountId('cleo')),
  listOrganisations: async (store) => store.listOrganisations?.(tenant, page),
  listOrganisationVersions: async (store) => store.listOrganisationVersions?.(tenant, 'o1', page),
  listMemberships: async (store) => store.listMemberships?.(tenant, 'o1', page),
  listMembershipsOf: async (store) => store.listMembershipsOf?.(tenant, accountId('cleo')),
  removeTenant: async (store) => store.removeTenant?.(tenant, 10),
};

/** The promises for a store whose server is unreachable. */
export const faultPromises: Readonly<Record<string, (tried: SeverableStore) => Promise<void>>> = Object.fromEntries(
  Object.entries(verbs).map(([verb, ask]) => [
    `${verb} throws StoreUnavailable where the server is gone`,
    async ({ store, sever }: SeverableStore) => {
      if (Reflect.get(store, verb) === undefined) return;
      await store.open();
      const scene = { store, tenant, otherTenant: tenantId('globex') };
      await write(scene, { account: sampleAccount(tenant, 'cleo'), vault: sampleVault(tenant, 'cleo') });
      await openSessions(scene, sampleSession(tenant, 's1', 'cleo'));
      await write(scene, { events: [sampleEvent(tenant, 'e1', { recipients: sampleRecipients() })] });
      await ask(store);
      await sever();
      await assert.rejects(ask(store), isStoreUnavailable);
    },
  ]),
);
