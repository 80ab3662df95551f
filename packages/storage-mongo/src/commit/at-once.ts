import { type Commit, MAIL_COUNTERS } from '@sallyport/store';
import type { Call } from '../call.ts';
import { givingBack } from '../counters/close.ts';
import { accountDocument } from '../documents/account.ts';
import { flowDocument } from '../documents/flow.ts';
import { sessionDocument } from '../documents/session.ts';
import { accountPlace, counterPlace, flowPlace, policyPlace, sortable } from '../place.ts';
import { BY_ID, dateOf, ENDED, type Place } from '../stored.ts';
import { forgets } from './counter-writes.ts';
import { forgettingOldest, puttingDevice } from './device-writes.ts';
import type { Obstacle } from './standing.ts';
import { tenantWrites } from './tenant-writes.ts';
import { through } from './transaction.ts';
import { bring, replace, type Write } from './write.ts';
import { inOrder } from './writes.ts';

/**
 * Writes the change of a step without reading first, in a transaction of two round trips. Each guard is part of an update that must
 * match. Returns `false` if nothing was written; the caller then reads the documents to find the conflict or to try again.
 */
export async function writeAtOnce(call: Call, change: Commit): Promise<boolean> {
  const writes = writesAtOnce(change);
  if (writes === undefined || writes.length < 2) return false;
  const forgetOldest = forgettingOldest(call, change);
  if (!(await through(call, inOrder(writes)))) return false;
  await forgetOldest();
  return true;
}

/** The writes of a change, including its guards. Returns `undefined` if the writes depend on documents that must be read first. */
function writesAtOnce(change: Commit): readonly Write[] | undefined {
  if (!isOfAStep(change)) return undefined;
  const { tenant, device, opens } = change;
  const parts = [counterWrites(change), flowWrites(change), accountWrites(change), policyGuard(change)];
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return [
    ...known.flat(),
    ...(opens ? [bring(sessionDocument(opens.session), 'key')] : []),
    ...(device ? [puttingDevice(tenant, device)] : []),
    ...tenantWrites(change),
  ];
}

const PARTS: ReadonlySet<string> = new Set<keyof Commit>([
  ...(['tenant', 'now', 'guards', 'flow', 'account', 'keysStay', 'opens', 'device'] as const),
  ...(['spend', 'clearCounters', 'giveBack', 'events', 'countUnknownFailure'] as const),
]);
const GUARDS: ReadonlySet<string> = new Set<keyof Commit['guards']>(['flow', 'account', 'policy']);

/** Returns true if the change has only the parts and guards of a step: it ends no sessions, and no administrator acts. */
function isOfAStep({ guards, ...parts }: Commit): boolean {
  const isUnknown = (known: ReadonlySet<string>) => (entry: [string, unknown]) =>
    entry[1] !== undefined && !known.has(entry[0]);
  return !Object.entries(parts).some(isUnknown(PARTS)) && !Object.entries(guards).some(isUnknown(GUARDS));
}

/** Finds a guarded flow by its token. Writes the flow's next state, or deletes the consumed flow. */
function flowWrites({ tenant, now, guards, flow, opens }: Commit): readonly Write[] | undefined {
  const guard = guards.flow;
  if (guard === undefined) return flow ? [bring(flowDocument(flow), 'key')] : [];
  if (guard.tokenHash === undefined) return undefined;
  const { _id, ...place } = flowPlace(tenant, guard.tokenHash);
  const filter = { _id, ...place, id: sortable(guard.id), version: guard.version, ends: { $gt: dateOf(now) } };
  const put = (replacement: object): Write => ({
    place: { _id, ...place },
    obstacle: 'flow',
    operation: { replaceOne: { filter, replacement: { ...place, ...replacement }, hint: BY_ID } },
  });
  if (flow === undefined) return opens && 'flowId' in opens.consumes ? [put({ ends: ENDED })] : undefined;
  if (flow.id !== guard.id || flow.tokenHash !== guard.tokenHash) return undefined;
  const { _id: _, ...next } = flowDocument(flow);
  return [put(next)];
}

/** Returns `undefined` if the account is new or its look-up keys may change. */
function accountWrites({ tenant, guards, account, keysStay }: Commit): readonly Write[] | undefined {
  const guard = guards.account;
  if (account === undefined) return guard ? [found(accountPlace(tenant, guard.id), guard.version, 'account')] : [];
  return keysStay === true ? [replace(account.version - 1, accountDocument(account), 'account')] : undefined;
}

function policyGuard({ tenant, guards: { policy } }: Commit): readonly Write[] | undefined {
  if (policy === undefined) return [];
  return policy === 0 ? undefined : [found(policyPlace(tenant), policy, 'policy')];
}

/** Guards a document without writing to it: the update matches only at this version, and `$setOnInsert` without upsert changes nothing. */
function found(place: Place, version: number, obstacle: Obstacle): Write {
  const update = { $setOnInsert: { version } };
  return { place, obstacle, operation: { updateOne: { filter: { version, ...place }, update, hint: BY_ID } } };
}

/** Clears the counters that a grant names. Upserts missing counters: every write must match or insert one document. */
function counterWrites({ tenant, giveBack, clearCounters: asked }: Commit): readonly Write[] | undefined {
  if (asked === undefined) return giveBack ? [returning(tenant, giveBack)] : [];
  if (asked.by !== 'stranger' && asked.by !== 'known-device') return undefined;
  const { subject, by, device, authenticators, rebinds } = asked;
  // A rebinding clears the counters of every device, and only a read could tell which devices have counters.
  if (rebinds !== undefined) return undefined;
  if (authenticators === undefined || (giveBack && !forgets(asked, giveBack))) return undefined;
  const cleared = (authenticator: string, of: string | undefined): Write => {
    const place = counterPlace(tenant, { subject, authenticator, ...(of !== undefined && { device: of }) });
    const isKept = by === 'known-device' && of === undefined;
    const nothing = { recent: 0, lockedUntil: 0, open: 0, openUntil: 0 };
    const named = { subject, authenticator, ...(of !== undefined && { device: of }), first: 0 };
    const update = {
      $set: { total: 0, ...(isKept ? {} : nothing) },
      $setOnInsert: { ...named, ...(isKept ? nothing : {}) },
    };
    return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
  };
  const guessed = authenticators.filter((authenticator) => !authenticator.startsWith(MAIL_COUNTERS));
  return guessed.flatMap((authenticator) => [
    cleared(authenticator, undefined),
    ...(device === undefined ? [] : [cleared(authenticator, device)]),
  ]);
}

function returning(tenant: Commit['tenant'], ref: NonNullable<Commit['giveBack']>): Write {
  const place = counterPlace(tenant, ref);
  const update = givingBack(ref.reservation.first);
  return { place, operation: { updateOne: { filter: place, update, hint: BY_ID } } };
}
