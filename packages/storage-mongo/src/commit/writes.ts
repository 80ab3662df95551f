import { type AccountRecord, type Keyed, type LookUpKey, lookUpKeysOf } from '@sallyport/store';
import type {
  CommitPlan,
  NoteSignIn,
  Obstacle,
  Write as PlannedWrite,
  RemoveSessions,
  SingleUse,
} from '@sallyport/store/plan';
import { accountDocument } from '../documents/account.ts';
import { eventDocument } from '../documents/event.ts';
import { flowDocument } from '../documents/flow.ts';
import { membershipDocument, organisationDocument, organisationVersionDocument } from '../documents/organisation.ts';
import { administratorsDocument, policyDocument, policyVersionDocument } from '../documents/policy.ts';
import { samlRequestDocument } from '../documents/saml-request.ts';
import { sessionDocument } from '../documents/session.ts';
import { vaultDocument } from '../documents/vault.ts';
import { hourOf } from '../hour.ts';
import {
  accountPlace,
  failuresPlace,
  keyPlace,
  membershipPlace,
  samlRequestPlace,
  signInPlace,
  singleUsePlace,
  sortable,
  vaultPlace,
} from '../place.ts';
import { BY_ID, dateOf, type Kind, type Stored } from '../stored.ts';
import { counterWrites } from './counter-writes.ts';
import { knowing, removedDevices } from './device-writes.ts';
import { guardWrites } from './guard-writes.ts';
import { bornOf, type Standing } from './standing.ts';
import { bring, end, put, replace, type Write } from './write.ts';

/** All writes are updates, so that one command carries them. A deleted document stays, empty and with a past `ends`, until the sweep. */
export function writesOfPlan(plan: CommitPlan, standing: Standing): readonly Write[] {
  const writes = [
    ...remainsOf(plan, standing),
    ...removedDevices(plan, standing).map((stored) => end(stored, 'account')),
    ...plan.writes.flatMap((write) => documentWritesOf(write, plan, standing)),
    ...counterWrites(plan, standing),
  ];
  return inOrder([...writes, ...guardWrites(plan, standing, writes)]);
}

function documentWritesOf(write: PlannedWrite, plan: CommitPlan, standing: Standing): readonly Write[] {
  switch (write.kind) {
    case 'flow':
      if (write.write === 'remove') {
        const removed = write.ids.map((id) => standing.byId('flow', id));
        return ended(removed, 'flow');
      }
      return write.write === 'insert'
        ? [bring(flowDocument(write.record), 'key')]
        : moved(standing.byId('flow', write.record.id), flowDocument(write.record), 'flow');
    case 'samlRequest':
      if (write.write === 'remove') {
        const removed = write.ids.map((id) => standing.at(samlRequestPlace(plan.tenant, id)));
        return ended(removed, 'samlRequest');
      }
      return write.write === 'insert'
        ? [bring(samlRequestDocument(write.record), 'key')]
        : [replace(write.record.version - 1, samlRequestDocument(write.record), 'samlRequest')];
    case 'session':
      if (write.write === 'remove') {
        const removed = standing.of('session').filter((stored) => isRemoved(stored, write));
        return ended(removed, 'session');
      }
      return write.write === 'insert'
        ? [bring(sessionDocument(write.record), 'key')]
        : moved(standing.byId('session', write.record.id), sessionDocument(write.record), 'session');
    case 'account':
      if (write.write === 'remove') return removeAccount(plan, write.id, standing);
      return [
        write.write === 'insert'
          ? bring(accountDocument(write.record, write.profile), 'key')
          : replace(write.record.version - 1, accountDocument(write.record, write.profile), 'account'),
        ...keyWrites(plan, write, standing),
      ];
    case 'vault':
      return [put(vaultDocument(write.record), 'account')];
    case 'device':
      return write.write === 'put' ? [knowing(write.record, plan, standing)] : [];
    case 'policy':
      return [
        nextVersion(policyDocument(write.record), 'policy'),
        bring(policyVersionDocument(write.record), 'policy'),
      ];
    case 'administrators':
      return [nextVersion(administratorsDocument(write.record), 'administrators')];
    case 'organisation':
      return [
        write.write === 'insert'
          ? bring(organisationDocument(write.record), 'organisation')
          : replace(write.record.version - 1, organisationDocument(write.record), 'organisation'),
        bring(organisationVersionDocument(write.record), 'organisation'),
      ];
    case 'membership':
      if (write.write === 'remove')
        return ended([standing.at(membershipPlace(plan.tenant, write.organisation, write.accountId))], 'membership');
      return write.write === 'insert'
        ? [bring(membershipDocument(write.record), 'membership')]
        : [replace(write.record.version - 1, membershipDocument(write.record), 'membership')];
    default:
      return writeOfItself(write, plan);
  }
}

export function writeOfItself(write: PlannedWrite, { tenant, now }: CommitPlan): readonly Write[] {
  if (write.kind === 'single-use') return write.singleUses.map((singleUse) => usingOnce(tenant, now, singleUse));
  if (write.kind === 'event') return write.events.map((event) => bring(eventDocument(event), 'key'));
  if (write.kind === 'signIn') return [notingSignIn(tenant, write)];
  return write.kind === 'failure' ? [countingFailure(tenant, now)] : [];
}

function ended(documents: readonly (Stored | undefined)[], obstacle: Obstacle): readonly Write[] {
  return documents.flatMap((stored) => (stored === undefined ? [] : end(stored, obstacle)));
}

/** A concurrent change that ends a session also writes the old document: one of the two fails. */
function moved(before: Stored | undefined, next: Stored, obstacle: Obstacle): readonly Write[] {
  if (before === undefined) return [];
  if (before._id !== next._id) return [end(before, obstacle), bring(next, 'key')];
  return [replace((next.version ?? 0) - 1, next, obstacle)];
}

function isRemoved({ id, of, record }: Stored, { accountId, except, only, provedBy }: RemoveSessions): boolean {
  if (of !== sortable(accountId) || except.some((spared) => id === sortable(spared))) return false;
  if (only !== undefined && id !== sortable(only)) return false;
  const bindings = record?.['bindings'];
  return provedBy === undefined || (Array.isArray(bindings) && bindings.some((factor) => provedBy.includes(factor)));
}

function removeAccount({ tenant }: CommitPlan, id: AccountRecord['id'], standing: Standing): readonly Write[] {
  const account = standing.at(accountPlace(tenant, id));
  if (account === undefined) return [];
  const vault = standing.at(vaultPlace(tenant, id));
  const signIn = standing.at(signInPlace(tenant, id));
  const memberships = standing.of('membership').filter(({ part }) => part === sortable(id));
  return ended([account, vault, signIn, ...memberships], 'account').concat(
    keysOf(account).map((key) => end(keyPlace(tenant, key.kind, key.value), 'account')),
  );
}

function keyWrites(
  { tenant }: CommitPlan,
  { write, record, keys }: { readonly write: string; readonly record: AccountRecord; readonly keys: Keys | undefined },
  standing: Standing,
): readonly Write[] {
  if (keys === undefined) return [];
  const account = accountPlace(tenant, record.id);
  const placesOf = (all: Keys) =>
    new Map(all.map(({ kind, value }) => [`${kind} ${value}`, keyPlace(tenant, kind, value)]));
  const held = placesOf(write === 'replace' ? keysOf(standing.at(account)) : []);
  const wanted = placesOf(keys);
  const owner = { account: account._id, owner: sortable(record.id) };
  return [
    ...[...held].filter(([key]) => !wanted.has(key)).map(([, place]) => end(place, 'account')),
    ...[...wanted].filter(([key]) => !held.has(key)).map(([, place]) => bring({ ...place, ...owner }, 'key')),
  ];
}

type Keys = readonly LookUpKey[];

function keysOf(stored: Stored | undefined): Keys {
  const { identifiers = [], passkeys = [], ...further } = (stored?.record ?? {}) as Partial<Keyed>;
  return lookUpKeysOf({ ...further, identifiers, passkeys });
}

function remainsOf(plan: CommitPlan, standing: Standing): readonly Write[] {
  const born = bornOf(plan).map(sortable);
  if (born.length === 0) return [];
  return [
    ...standing
      .of('session')
      .filter(({ of = '' }) => born.includes(of))
      .map((stored) => end(stored, 'session')),
    ...standing
      .of('device')
      .filter(({ part }) => born.includes(part))
      .map((stored) => end(stored, 'account')),
  ];
}

/** The filter does not match a live value, and the upsert then fails with a duplicate key. */
function usingOnce(tenant: CommitPlan['tenant'], now: CommitPlan['now'], { key, expiresAt }: SingleUse): Write {
  const place = singleUsePlace(tenant, key);
  const filter = { ...place, ends: { $lte: dateOf(now) } };
  const update = { $set: { ends: dateOf(expiresAt) } };
  return { place, obstacle: 'used', operation: { updateOne: { filter, update, upsert: true, hint: BY_ID } } };
}

function notingSignIn(tenant: CommitPlan['tenant'], { accountId, at }: NoteSignIn): Write {
  const place = signInPlace(tenant, accountId);
  const account = accountPlace(tenant, accountId)._id;
  const noted = at === undefined ? { $set: { account, at: 0 } } : { $set: { account }, $max: { at } };
  const update = { ...noted, $unset: { ends: 1 as const } };
  return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

/** Documents per hour, so that concurrent failures seldom contend. */
const STRIPES = 16;

/** No event is written, so strangers cannot fill the action log. */
function countingFailure(tenant: CommitPlan['tenant'], now: CommitPlan['now']): Write {
  const hour = hourOf(now);
  const place = failuresPlace(tenant, hour, Math.floor(Math.random() * STRIPES));
  const update = { $set: { at: hour, type: 'sign-in.failed' }, $inc: { total: 1 } };
  return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

function nextVersion({ _id, tenant, part, kind, ...content }: Stored, obstacle: Obstacle): Write {
  const { version = 0 } = content;
  const place = { _id, tenant, part, kind };
  const filter = { ...place, version: version - 1 };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, upsert: version === 1, hint: BY_ID } } };
}

/** Without one order, two transactions could abort each other. Counters come first: most contention is there. */
export function inOrder(writes: readonly Write[]): readonly Write[] {
  return writes.toSorted(compared);
}

const ORDER: readonly Kind[] = [
  'counter',
  'flow',
  'saml-request',
  'session',
  'single-use',
  'device',
  'account',
  'sign-in',
  'vault',
  'organisation',
  'membership',
  'administrators',
  'policy',
  'failures',
];

function compared(a: Write, b: Write): number {
  const order = rankOf(a) - rankOf(b) || Number(isBrought(a)) - Number(isBrought(b));
  if (order !== 0 || isBrought(a)) return order;
  return a.place._id < b.place._id ? -1 : Number(a.place._id > b.place._id);
}

function isBrought({ obstacle }: Write): boolean {
  return obstacle === 'key';
}

function rankOf({ place }: Write): number {
  const rank = ORDER.indexOf(place.kind);
  return rank === -1 ? ORDER.length : rank;
}
