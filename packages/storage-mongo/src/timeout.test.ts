import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';

// A client connects at its first command.
const db = new MongoClient('mongodb://127.0.0.1:1').db('nowhere');

it('a misspelt option is refused, so that no store uses another collection', () => {
  expect(() => mongoStore(db, Object({ collecton: 'auth' }))).toThrow(
    new TypeError("mongoStore: there is no member 'collecton'; did you mean 'collection'?"),
  );
});

describe('the time until a call fails', () => {
  it.each(['1s', '5s', '2m', '1h'])('may be %s', (timeout) => {
    expect(() => mongoStore(db, { timeout })).not.toThrow();
  });

  it.each(['5000', '0s', '500ms', '61m', '2h', '30d', ''])('is not %j: told when the store is made', (timeout) => {
    expect(() => mongoStore(db, { timeout })).toThrow(
      expect.objectContaining({
        name: 'MongoStoreError',
        code: 'bad-duration',
        wayOut: "Write a length of time from '1s' to '1h'.",
      }),
    );
  });
});
