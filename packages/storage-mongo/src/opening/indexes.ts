import type { IndexDescription } from 'mongodb';

/** Delay of the TTL index, because clocks differ. The store does not rely on the TTL index: an expired document counts as absent at once. */
const TTL_DELAY_SECONDS = 300;

export interface IndexChoice {
  /** Whether the server removes expired documents by a TTL index. */
  readonly ttl: boolean;
  /** Whether the collection is sharded. A sharded collection can enforce uniqueness only on `_id`, through the shard key. */
  readonly sharded: boolean;
}

/** The indexes besides `_id`. Session checks and steps use only `_id`, except that a step with a device token also uses `of-kind`. */
export function indexes({ ttl, sharded }: IndexChoice): IndexDescription[] {
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
    { name: 'to-tell', key: { seq: 1 }, partialFilterExpression: { tell: { $exists: true } } },
    { name: 'retention', key: { type: 1, at: 1 }, partialFilterExpression: { type: { $exists: true } } },
    { name: 'ends', key: { ends: 1 }, sparse: true, ...(ttl ? { expireAfterSeconds: TTL_DELAY_SECONDS } : {}) },
  ];
}
