import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, type Document, MongoServerError } from 'mongodb';
import type { Call } from '../call.ts';
import { MongoStoreError } from '../mongo-store-error.ts';
import { layoutPlace } from '../place.ts';
import { BUSY_COLLECTION, DUPLICATE_KEY, NAMESPACE_EXISTS } from '../server-errors.ts';
import { indexes } from './indexes.ts';
import { validator } from './validator.ts';

/** How the documents are laid out. It rises where an older process could not work with them any more. Since 2 there are vaults. */
export const LAYOUT = 2;

/** MongoDB 5.0: a `$lookup` by a field that has a pipeline as well. */
const OLDEST_WIRE_VERSION = 13;

/** Another process makes the same at this moment, or has just made it. */
const MADE_BY_ANOTHER = [...BUSY_COLLECTION, DUPLICATE_KEY];

/** While another process opens the same collection, in milliseconds. */
const PAUSES: readonly number[] = [50, 100, 200, 400, 800];

/**
 * Makes the collection, its validator and its indexes, or finds them made. Every step may be taken by several
 * processes at once. The commands that make something take no signal: the driver would send it as a field.
 *
 * @throws MongoStoreError
 */
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
      'This MongoDB server has no transactions: it is no member of a replica set.',
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
      'Bring every process to the version that wrote it.',
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

/** Another process may be at it. */
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
