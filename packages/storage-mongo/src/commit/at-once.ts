import { type AttemptRef, MAIL_COUNTERS } from '@sallyport/store';
import {
  type Check,
  type CommitPlan,
  type CounterReset,
  type Guard,
  type Obstacle,
  writesOf,
} from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { givingBack } from '../counters/close.ts';
import { accountDocument } from '../documents/account.ts';
import { flowDocument } from '../documents/flow.ts';
import { sessionDocument } from '../documents/session.ts';
import { accountPlace, counterPlace, flowPlace, policyPlace, sortable } from '../place.ts';
import { BY_ID, dateOf, ENDED, type Place } from '../stored.ts';
import { resetsAll } from './counter-writes.ts';
import { forgettingOldest, puttingDevice } from './device-writes.ts';
import { through } from './transaction.ts';
import { bring, replace, type Write } from './write.ts';
import { inOrder, writeOfItself } from './writes.ts';

/** Each guard is part of an update that must match. */
export async function writeAtOnce(call: Call, plan: CommitPlan): Promise<boolean> {
  const writes = writesAtOnce(plan);
  if (writes === undefined || writes.length < 2) return false;
  const forgetOldest = forgettingOldest(call, plan);
  if (!(await through(call, inOrder(writes)))) return false;
  await forgetOldest();
  return true;
}

function writesAtOnce(plan: CommitPlan): readonly Write[] | undefined {
  const all: Write[] = [];
  for (const part of [
    counterWritesAtOnce(plan),
    ...plan.guards.map((guard) => (guard.guard === 'lock' ? [] : ofCheck(plan, guard))),
    ...plan.writes.map((write) => ofWrite(plan, write)),
  ]) {
    if (part === undefined) return undefined;
    all.push(...part);
  }
  return all;
}

function ofCheck(plan: CommitPlan, check: Check): readonly Write[] | undefined {
  switch (check.guard) {
    case 'version':
      if (check.obstacle === 'flow') return writesOf(plan, 'flow').length === 1 ? [] : undefined;
      if (check.obstacle !== 'account') return undefined;
      return writesOf(plan, 'account').length > 0
        ? []
        : [found(accountPlace(plan.tenant, check.id), check.version, 'account')];
    case 'in-force':
      if (check.kind !== 'policy' || check.version === 0) return undefined;
      return [found(policyPlace(plan.tenant), check.version, 'policy')];
    case 'unused':
      return [];
    default:
      return undefined;
  }
}

function ofWrite(plan: CommitPlan, write: CommitPlan['writes'][number]): readonly Write[] | undefined {
  switch (write.kind) {
    case 'flow':
      return flowWrites(plan, write);
    case 'account':
      if (write.write !== 'replace' || write.keys !== undefined) return undefined;
      return [replace(write.record.version - 1, accountDocument(write.record, write.profile), 'account')];
    case 'session':
      return write.write === 'insert' ? [bring(sessionDocument(write.record), 'key')] : undefined;
    case 'device':
      return write.write === 'put' ? [puttingDevice(plan.tenant, write.record)] : undefined;
    case 'counter':
      return [];
    case 'single-use':
    case 'event':
    case 'failure':
    case 'signIn':
      return writeOfItself(write, plan);
    default:
      return undefined;
  }
}

function isOfFlow(
  guard: Guard,
): guard is Extract<Check, { readonly guard: 'version' }> & Extract<Check, { readonly kind: 'flow' }> {
  return guard.guard === 'version' && guard.kind === 'flow';
}

function flowWrites(
  { tenant, now, guards }: CommitPlan,
  write: Extract<CommitPlan['writes'][number], { readonly kind: 'flow' }>,
): readonly Write[] | undefined {
  const guard = guards.find(isOfFlow);
  if (guard === undefined) return write.write === 'insert' ? [bring(flowDocument(write.record), 'key')] : undefined;
  if (write.write === 'insert' || guard.tokenHash === undefined) return undefined;
  const { _id, ...place } = flowPlace(tenant, guard.tokenHash);
  const filter = { _id, ...place, id: sortable(guard.id), version: guard.version, ends: { $gt: dateOf(now) } };
  const put = (replacement: object): Write => ({
    place: { _id, ...place },
    obstacle: 'flow',
    operation: { replaceOne: { filter, replacement: { ...place, ...replacement }, hint: BY_ID } },
  });
  if (write.write === 'remove') return write.ids.every((id) => id === guard.id) ? [put({ ends: ENDED })] : undefined;
  const { _id: _, ...next } = flowDocument(write.record);
  if (write.record.tokenHash !== guard.tokenHash)
    return [put({ ends: ENDED }), bring(flowDocument(write.record), 'key')];
  return [put(next)];
}

/** `$setOnInsert` without upsert changes nothing. */
function found(place: Place, version: number, obstacle: Obstacle): Write {
  const update = { $setOnInsert: { version } };
  return { place, obstacle, operation: { updateOne: { filter: { version, ...place }, update, hint: BY_ID } } };
}

function counterWritesAtOnce(plan: CommitPlan): readonly Write[] | undefined {
  const { tenant, giveBack } = plan;
  const [asked] = writesOf(plan, 'counter');
  if (asked === undefined) return giveBack ? [returning(tenant, giveBack)] : [];
  if (giveBack && !resetsAll(plan, giveBack)) return undefined;
  const parts = asked.resets.map((reset) => resetting(tenant, asked.subject, reset));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function resetting(
  tenant: CommitPlan['tenant'],
  subject: string,
  { authenticators, device, resets }: CounterReset,
): readonly Write[] | undefined {
  if (authenticators === undefined || device === 'any') return undefined;
  const of = device === 'none' ? {} : { device: device.tokenHash };
  const guessed = authenticators.filter((authenticator) => !authenticator.startsWith(MAIL_COUNTERS));
  return guessed.map((authenticator) => {
    const named = { subject, authenticator, ...of };
    const place = counterPlace(tenant, named);
    const nothing = { recent: 0, lockedUntil: 0, openEnds: [] };
    const update = {
      $set: { total: 0, ...(resets === 'all' ? nothing : {}) },
      $setOnInsert: { ...named, first: 0, ...(resets === 'all' ? {} : nothing) },
    };
    return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
  });
}

function returning(tenant: CommitPlan['tenant'], ref: AttemptRef): Write {
  const place = counterPlace(tenant, ref);
  const update = givingBack(ref.reservation);
  return { place, operation: { updateOne: { filter: place, update, hint: BY_ID } } };
}
