import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, type Document, type IndexDescription, MongoServerError } from 'mongodb';
import type { Call } from '../call.ts';
import { MongoStoreError } from '../mongo-store-error.ts';
import { layoutPlace } from '../place.ts';
import { BUSY_COLLECTION, DUPLICATE_KEY, NAMESPACE_EXISTS } from '../server-errors.ts';
import { validator } from './validator.ts';

/** Rises if older processes cannot work with the new layout. */
export const LAYOUT = 7;

/** MongoDB 5.0: `localField` and a pipeline in one `$lookup`. */
const OLDEST_WIRE_VERSION = 13;

const MADE_BY_ANOTHER = [...BUSY_COLLECTION, DUPLICATE_KEY];

const PAUSES: readonly number[] = [50, 100, 200, 400, 800];

/** Several processes may call this at once. No abort signal: the driver would send it as a field of the command. */
export async function open(call: Call, db: Db, { ttl }: { readonly ttl: boolean }): Promise<void> {
  const { sharded } = await refuseUnfit(call, db);
  await refuseNewerLayout(call);
  await makeCollection(call, db);
  await patiently(() => call.documents.createIndexes(indexes({ ttl, sharded })));
  const noted = { ...call.limits, upsert: true };
  await patiently(() => call.documents.updateOne(layoutPlace(), { $max: { version: LAYOUT } }, noted));
}

async function refuseUnfit({ limits }: Call, db: Db): Promise<{ readonly sharded: boolean }> {
  const hello = await db.command({ hello: 1 }, limits);
  const sharded = hello['msg'] === 'isdbgrid';
  if (hello['setName'] === undefined && !sharded) {
    throw new MongoStoreError(
      'no-transactions',
      'This MongoDB server has no transactions: it is not a member of a replica set.',
      'Start it with --replSet, run rs.initiate() once, and add ?replicaSet=… to the URL. One member is enough.',
    );
  }
  if (Number(hello['maxWireVersion']) < OLDEST_WIRE_VERSION) {
    throw new MongoStoreError('old-server', 'This MongoDB server is older than 5.0.', 'Update it.');
  }
  return { sharded };
}

async function refuseNewerLayout({ documents, limits }: Call): Promise<void> {
  const layout = await documents.findOne(layoutPlace(), limits);
  if ((layout?.version ?? 0) > LAYOUT) {
    throw new MongoStoreError(
      'newer-schema',
      `The collection ${documents.collectionName} has layout ${layout?.version}; this version reads ${LAYOUT}.`,
      'Bring every process to the version that wrote the collection.',
    );
  }
}

async function makeCollection({ documents }: Call, db: Db): Promise<void> {
  const rules = { validator, validationLevel: 'strict', validationAction: 'error' };
  const { collectionName } = documents;
  try {
    await db.createCollection(collectionName, rules);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
    const [made] = await db.listCollections({ name: collectionName }, { nameOnly: false }).toArray();
    const present: Document | undefined = made?.options?.['validator'];
    if (JSON.stringify(present) === JSON.stringify(validator)) return;
    await patiently(() => db.command({ collMod: collectionName, ...rules }));
  }
}

async function patiently(act: () => Promise<unknown>): Promise<void> {
  for (const pause of PAUSES) {
    try {
      await act();
      return;
    } catch (error) {
      if (!(error instanceof MongoServerError) || !MADE_BY_ANOTHER.includes(Number(error.code))) throw error;
      await sleep(pause);
    }
  }
  await act();
}

/** Clocks differ. The store does not rely on the TTL index. */
const TTL_DELAY_SECONDS = 300;

interface IndexChoice {
  readonly ttl: boolean;
  /** A sharded collection enforces uniqueness only on `_id`. */
  readonly sharded: boolean;
}

function indexes({ ttl, sharded }: IndexChoice): IndexDescription[] {
  return [
    { name: 'of-kind', key: { tenant: 1, kind: 1, part: 1 } },
    {
      name: 'guarded',
      key: { tenant: 1, kind: 1, id: 1 },
      partialFilterExpression: { id: { $exists: true } },
      ...(sharded ? {} : { unique: true }),
    },
    {
      name: 'of-account',
      key: { tenant: 1, kind: 1, of: 1, at: -1, seq: -1 },
      partialFilterExpression: { of: { $exists: true } },
    },
    {
      name: 'events',
      key: { tenant: 1, kind: 1, at: -1, seq: -1, type: 1 },
      partialFilterExpression: { kind: 'event' },
    },
    {
      name: 'event-stream',
      key: { tenant: 1, kind: 1, place: 1, seq: 1 },
      partialFilterExpression: { kind: 'event' },
    },
    {
      name: 'of-actor',
      key: { tenant: 1, kind: 1, 'record.actor': 1, at: -1, seq: -1 },
      partialFilterExpression: { 'record.actor': { $exists: true } },
    },
    {
      name: 'profiles',
      key: { tenant: 1, kind: 1, profile: 1, judged: 1, until: 1 },
      partialFilterExpression: { kind: 'account' },
    },
    {
      name: 'by-label',
      key: { tenant: 1, kind: 1, label: 1, part: 1 },
      partialFilterExpression: { label: { $exists: true } },
    },
    {
      name: 'by-name',
      key: { tenant: 1, kind: 1, names: 1 },
      partialFilterExpression: { kind: 'account' },
    },
    {
      name: 'by-created',
      key: { tenant: 1, kind: 1, created: -1, part: 1 },
      partialFilterExpression: { created: { $exists: true } },
    },
    {
      name: 'by-sign-in',
      key: { tenant: 1, kind: 1, at: -1, part: 1 },
      partialFilterExpression: { kind: 'sign-in' },
    },
    {
      name: 'passkeys',
      key: { part: 1 },
      partialFilterExpression: { kind: 'passkey' },
    },
    {
      name: 'unsealed',
      key: { fresh: 1, tenant: 1 },
      partialFilterExpression: { fresh: { $exists: true } },
    },
    {
      name: 'of-organisation',
      key: { tenant: 1, kind: 1, organisation: 1, part: 1 },
      partialFilterExpression: { organisation: { $exists: true } },
    },
    { name: 'remains', key: { remains: 1 }, partialFilterExpression: { remains: { $exists: true } } },
    { name: 'to-notify', key: { seq: 1 }, partialFilterExpression: { recipients: { $exists: true } } },
    { name: 'retention', key: { type: 1, at: 1 }, partialFilterExpression: { type: { $exists: true } } },
    { name: 'ends', key: { ends: 1 }, sparse: true, ...(ttl ? { expireAfterSeconds: TTL_DELAY_SECONDS } : {}) },
  ];
}
