import type { Commit } from '@sallyport/store';
import type { Kind } from '../stored.ts';
import { accountWrites } from './account-writes.ts';
import { counterWrites } from './counter-writes.ts';
import { deviceWrites } from './device-writes.ts';
import { guardWrites } from './guard-writes.ts';
import { flowWrites, sessionWrites } from './session-writes.ts';
import type { Standing } from './standing.ts';
import { tenantWrites } from './tenant-writes.ts';
import { vaultWrites } from './vault-writes.ts';
import type { Write } from './write.ts';

/**
 * The writes of a change. One command carries all writes, because all of them are updates: there are no inserts and no deletions. A deleted document
 * stays as an empty document with a past `ends` until the sweep. Counters come first: most contention is at the counters, and a transaction
 * that aborts early has less work to repeat.
 */
export function writesOf(change: Commit, standing: Standing): readonly Write[] {
  const writes = [
    ...counterWrites(change, standing),
    ...flowWrites(change, standing),
    ...sessionWrites(change, standing),
    ...deviceWrites(change, standing),
    ...tenantWrites(change),
    ...accountWrites(change, standing),
    ...vaultWrites(change, standing),
  ];
  return inOrder([...writes, ...guardWrites(change, standing, writes)]);
}

/** Sorts the writes. All transactions write in one order. Without the order, two transactions could abort each other. */
export function inOrder(writes: readonly Write[]): readonly Write[] {
  return writes.toSorted(compared);
}

const ORDER: readonly Kind[] = [
  'counter',
  'flow',
  'session',
  'mark',
  'device',
  'account',
  'vault',
  'administrators',
  'policy',
  'failures',
];

function compared(a: Write, b: Write): number {
  const order = rankOf(a) - rankOf(b) || Number(isBrought(a)) - Number(isBrought(b));
  if (order !== 0 || isBrought(a)) return order;
  return a.place._id < b.place._id ? -1 : Number(a.place._id > b.place._id);
}

/** Returns true for new documents. New documents keep the given order, and come after the deletions that free keys. */
function isBrought({ obstacle }: Write): boolean {
  return obstacle === 'key';
}

function rankOf({ place }: Write): number {
  const rank = ORDER.indexOf(place.kind);
  return rank === -1 ? ORDER.length : rank;
}
