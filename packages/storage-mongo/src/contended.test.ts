import { setTimeout as pause } from 'node:timers/promises';
import type { Commit } from '@sallyport/engine';
import type { ClientSession, Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import type { Stored } from './stored.ts';
import { mongo, type TestServer, testServer, until } from './testing/mongo.test-support.ts';
import { account, change, flow, grant, idOf } from './testing/records.test-support.ts';

describe.skipIf(!mongo)('a change that another, not over yet, is in the way of', () => {
  let server: TestServer;
  let watched: MongoClient;
  let other: MongoClient;
  /** How many transactions the store has aborted. */
  let aborted = 0;

  beforeAll(async () => {
    server = await testServer();
    watched = await server.connect({ monitorCommands: true });
    watched.on('commandStarted', ({ commandName }) => {
      if (commandName === 'abortTransaction') aborted += 1;
    });
    other = await server.connect();
  });
  afterAll(() => server?.stop());

  /** Commits a change while another transaction holds a document. That transaction commits after the store has aborted twice. */
  async function beside(
    collection: string,
    mine: Commit,
    holds: (documents: Collection<Stored>, session: ClientSession) => Promise<unknown>,
  ): Promise<unknown> {
    const documents = other.db('contended').collection<Stored>(collection);
    const session = other.startSession();
    session.startTransaction({ writeConcern: { w: 'majority' } });
    await holds(documents, session);
    aborted = 0;
    const store = mongoStore(watched.db('contended'), { collection, ttl: false, timeout: '2m' });
    const result = store.commit(mine);
    await until('the store has met the other twice', () => aborted >= 2);
    // Longer than checks without pauses would take, and much shorter than the store's waits.
    await pause(150);
    await session.commitTransaction();
    await session.endSession();
    return result;
  }

  async function withRecords(collection: string): Promise<void> {
    const store = mongoStore(watched.db('contended'), { collection, ttl: false, timeout: '2m' });
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    await store.commit(change({ flow: flow('f1') }));
  }

  const raises =
    (kind: 'flow' | 'account') =>
    async (documents: Collection<Stored>, session: ClientSession): Promise<void> => {
      const { matchedCount } = await documents.updateOne({ kind }, { $inc: { version: 1 } }, { session });
      expect(matchedCount).toBe(1);
    };

  it('waits until that one is over, and names what it lost to: the flow', async () => {
    await withRecords('flow');
    const result = await beside('flow', grant('f1', 'cleo'), raises('flow'));
    expect(result).toEqual({ outcome: 'conflict', with: 'flow' });
  });

  it('or the account, where that is what was changed', async () => {
    await withRecords('account');
    const next = change({
      guards: { account: { id: idOf('cleo'), version: 1 }, policy: 0, flow: { id: 'f1', version: 1 } },
      account: account('cleo', { version: 2, roles: ['mine'] }),
    });
    expect(await beside('account', next, raises('account'))).toEqual({ outcome: 'conflict', with: 'account' });
  });

  it('or a key, where another account has it by then', async () => {
    await withRecords('key');
    const dora = account('dora');
    const elsewhere = mongoStore(other.db('contended'), { collection: 'elsewhere', ttl: false, timeout: '2m' });
    await elsewhere.open();
    await elsewhere.commit(change({ account: account('eve', { identifiers: dora.identifiers, passkeys: [] }) }));
    const taken = await other.db('contended').collection<Stored>('elsewhere').findOne({ kind: 'identifier' });
    if (taken === null) throw new Error('an account has an identifier');
    const result = await beside(
      'key',
      change({ guards: { flow: { id: 'f1', version: 1 }, policy: 0 }, account: dora }),
      (documents, session) => documents.insertOne(taken, { session }),
    );
    expect(result).toEqual({ outcome: 'conflict', with: 'key' });
  });
});
