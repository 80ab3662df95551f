import assert from 'node:assert/strict';
import { RECORD_SCHEMA, type Store } from '@sallyport/store';
import {
  accountId,
  NOW,
  sampleAccount,
  sampleFlow,
  samplePasskey,
  sampleSamlRequest,
  sampleSession,
  sampleVault,
  tenantId,
} from '../sample-records.ts';
import { openSessions, write } from '../scene.ts';
import type { PlantableStore, PlantedRecord } from '../store-under-test.ts';

const tenant = tenantId('acme');
const step = { tenant, now: NOW, knownPolicy: 0 };
const check = { ...step, tokenHash: 'token-of-s1', touchAfter: 60_000 };

const account = sampleAccount(tenant, 'cleo', { passkeys: [samplePasskey('key-of-cleo')] });
const vault = sampleVault(tenant, 'cleo');
const session = sampleSession(tenant, 's1', 'cleo');
const flow = sampleFlow(tenant, 'f1', { accountId: accountId('cleo'), continuation: { to: '/reports' } });

const samlRequest = sampleSamlRequest(tenant, 'r1');

/** The ways to read a record of each kind. */
const readings: Readonly<
  Record<string, readonly [kind: PlantedRecord['kind'], read: (store: Store) => Promise<unknown>]>
> = {
  'by readAccount': ['account', (store) => store.readAccount(tenant, account.id)],
  'by readVault': ['vault', (store) => store.readVault(tenant, account.id)],
  'by listAccounts': ['account', async (store) => (await store.listAccounts(tenant, { limit: 9 })).items[0]],
  'by listPeople': [
    'account',
    async (store) => (await store.listPeople(tenant, { limit: 9, now: NOW })).items[0]?.account,
  ],
  'by listUnjudged': [
    'account',
    async (store) => (await store.listUnjudged(tenant, { policy: 0, now: NOW, limit: 9, thorough: true }))[0],
  ],
  'by beginStep, found by its id': [
    'account',
    async (store) => (await store.beginStep({ ...step, account: { kind: 'id', value: account.id } })).account,
  ],
  'by beginStep, found by its passkey': [
    'account',
    async (store) => (await store.beginStep({ ...step, account: { kind: 'passkey', value: 'key-of-cleo' } })).account,
  ],
  'by beginStep, found by its flow': [
    'account',
    async (store) => (await store.beginStep({ ...step, flowHash: flow.tokenHash })).account,
  ],
  'by checkSession, beside its session': ['account', async (store) => (await store.checkSession(check))?.account],
  'by checkSession': ['session', async (store) => (await store.checkSession(check))?.session],
  'by listSessions': ['session', async (store) => (await store.listSessions(tenant, account.id, NOW))[0]],
  'by beginStep': [
    'session',
    async (store) => (await store.beginStep({ ...step, sessionHash: check.tokenHash })).session,
  ],
  'by beginStep, by its token': [
    'flow',
    async (store) => (await store.beginStep({ ...step, flowHash: flow.tokenHash })).flow,
  ],
  'by readSamlRequest': ['samlRequest', (store) => store.readSamlRequest(tenant, samlRequest.id, NOW)],
};

const records = { account, vault, session, flow, samlRequest };

/** A store with a record of each kind. The record of `kind` has another version's schema number. */
async function planted({ store, plant }: PlantableStore, kind: PlantedRecord['kind'], schema: number): Promise<void> {
  await store.open();
  const scene = { store, tenant, otherTenant: tenantId('globex') };
  await write(scene, { account, vault });
  await openSessions(scene, session);
  await write(scene, { flow, samlRequest });
  const record = records[kind];
  const id = 'id' in record ? record.id : record.accountId;
  const token = 'tokenHash' in record ? { tokenHash: record.tokenHash } : {};
  await plant({ kind, tenant, id, ...token, record: { ...record, schema } });
}

/** What a store does with the record of a newer schema without reading the whole record. A store that reads all its records at once cannot do so. */
async function withoutReading(tried: PlantableStore, kind: PlantedRecord['kind'], act: () => Promise<void>) {
  try {
    await planted(tried, kind, RECORD_SCHEMA + 1);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'record-too-new') return;
    throw thrown;
  }
  await act();
}

/** The promises for records that another version wrote. */
export const schemaPromises: Readonly<Record<string, (tried: PlantableStore) => Promise<void>>> = {
  'the ways into a vault are listed, also of a newer schema': (tried) =>
    withoutReading(tried, 'vault', async () => {
      const kinds = vault.envelopes.map(({ kind }) => kind);
      const { items } = await tried.store.listVaultWays(tenant, { limit: 9 });
      assert.deepEqual(items, [{ accountId: account.id, kinds }]);
    }),
  'a session ends by its binding, also of a newer schema': (tried) =>
    withoutReading(tried, 'session', async () => {
      const endSessions = { accountId: account.id, provedBy: session.bindings };
      await write({ store: tried.store, tenant, otherTenant: tenant }, { endSessions });
      assert.equal((await tried.store.beginStep({ ...step, sessionHash: check.tokenHash })).session, undefined);
      assert.deepEqual(await tried.store.listSessions(tenant, account.id, NOW), []);
    }),
  ...Object.fromEntries(
    Object.entries(readings).flatMap(([how, [kind, read]]) => [
      [
        `a newer ${kind} is refused by name ${how}`,
        async (tried: PlantableStore) => {
          const reading = planted(tried, kind, RECORD_SCHEMA + 1).then(() => read(tried.store));
          await assert.rejects(reading, { code: 'record-too-new' });
        },
      ],
      [
        `an older ${kind} is read as one of today ${how}`,
        async (tried: PlantableStore) => {
          await planted(tried, kind, RECORD_SCHEMA - 1);
          assert.deepEqual(await read(tried.store), records[kind]);
        },
      ],
    ]),
  ),
};
