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
 * All writes of a change, as updates: nothing is inserted or deleted, so that one command carries them all. What ends
 * is left as an empty document whose end is past, for the sweep. The counters come first: they are the busiest, and
 * who comes late to them has to begin again.
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

/** In the order in which documents are written by everybody: else two would be in each other's way, and neither come through. */
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

/** What is new comes in the order it is given in, and after what makes room for it. */
function isBrought({ obstacle }: Write): boolean {
  return obstacle === 'key';
}

function rankOf({ place }: Write): number {
  const rank = ORDER.indexOf(place.kind);
  return rank === -1 ? ORDER.length : rank;
}
