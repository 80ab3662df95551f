import type { IndexDescription } from 'mongodb';

/** Past this delay the server's own sweep removes what ended: clocks may differ, and no expiry rests on it. */
const TTL_DELAY_SECONDS = 300;

export interface IndexChoice {
  /** The server removes what is past its end by itself. */
  readonly ttl: boolean;
  /** A sharded collection keeps only `_id` unique, where `_id` decides the shard: as it does here. */
  readonly sharded: boolean;
}

/** Beside `_id`, by which all is found that a step or a session check needs. */
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
