import type { Store } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventDocument } from './documents/event.ts';
import { mongoStore } from './mongo-store.ts';
import type { Stored } from './stored.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import { change, event, TENANT } from './testing/records.test-support.ts';

describe.skipIf(!mongo)('the stream of events, on MongoDB', () => {
  let own: OwnDatabase;
  let store: Store;

  beforeAll(async () => {
    own = await ownDatabase();
    store = mongoStore(own.database);
    await store.open();
  });
  afterAll(() => own?.close());

  async function read(cursor?: string): Promise<{ readonly ids: readonly string[]; readonly next?: string }> {
    const { items, next } = await store.listEvents(TENANT, { limit: 100, cursor, order: 'oldest-first' });
    return { ids: items.map(({ id }) => id), next };
  }

  it('X33 shows an event that became visible after an event with a larger number', async () => {
    const documents = own.database.collection<Stored>('sallyport');
    const session = own.database.client.startSession();
    session.startTransaction();
    await documents.insertOne(eventDocument(event('slow')), { session });
    await store.commit(change({ events: [event('quick')] }));
    const first = await read();
    expect(first.ids).toEqual(['quick']);
    expect((await read(first.next)).ids).toEqual([]);
    await session.commitTransaction();
    await session.endSession();
    const numbered = await documents.find({ kind: 'event' }).sort({ seq: 1 }).toArray();
    expect(numbered.map(({ record }) => record?.['id'])).toEqual(['slow', 'quick']);
    expect((await read(first.next)).ids).toEqual(['slow']);
    expect((await read()).ids).toEqual(['quick', 'slow']);
  });

  it('X33 finds host code as author in either order of the members', async () => {
    for (const [id, actor] of Object.entries({
      one: { kind: 'host', id: 'hr' },
      two: { id: 'hr', kind: 'host' },
    } as const))
      await store.commit(change({ events: [{ ...event(id), actor }] }));
    const { items } = await store.listEvents(TENANT, { limit: 9, actor: { kind: 'host', id: 'hr' } });
    expect(items.map(({ id }) => id).sort()).toEqual(['one', 'two']);
  });

  it('X33 begins again if the database was restored from an older copy', async () => {
    const documents = own.database.collection<Stored>('sallyport');
    const whole = await read();
    await documents.updateOne({ kind: 'event-stream' }, { $inc: { total: -1 } });
    await documents.deleteOne({ kind: 'event', place: whole.ids.length });
    expect((await read(whole.next)).ids).toEqual(whole.ids.slice(0, -1));
  });
});
