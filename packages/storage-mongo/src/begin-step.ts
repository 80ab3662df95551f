import { instant } from '@sallyport/core';
import { firstKnown, hasOwnBudget } from '@sallyport/core/lockout';
import {
  type AccountHistory,
  type AccountId,
  type AccountKey,
  type AttemptAnswer,
  type BeginStep,
  DEVICES_PER_ACCOUNT,
  type DeviceRecord,
  type OrganisationLoaded,
  type StepLoaded,
  type TenantId,
} from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Call } from './call.ts';
import { type Guess, reserve } from './counters/reserve.ts';
import { accountOf } from './documents/account.ts';
import { counterViewOf } from './documents/counter.ts';
import { deviceOf } from './documents/device.ts';
import { flowOf } from './documents/flow.ts';
import { membershipOf, organisationOf } from './documents/organisation.ts';
import { policyOf } from './documents/policy.ts';
import { sessionOf } from './documents/session.ts';
import { accountsBefore, membershipId, membershipsBefore } from './entered.ts';
import { accountPlace, flowPlace, keyPlace, organisationPlace, policyPlace, sessionPlace, sortable } from './place.ts';
import { BY_ID, type Kind, type Place, type Stored } from './stored.ts';

const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

interface Joined extends Stored {
  readonly accounts: readonly Stored[];
  readonly flows: readonly Stored[];
  readonly belongings: readonly Stored[];
  readonly memberships?: readonly Stored[];
}

export async function beginStep(call: Call, step: BeginStep): Promise<StepLoaded> {
  const { tenant, now, attempt } = step;
  const found = await load(call, step);
  const policy = found.get('policy');
  if ((policy?.version ?? 0) !== step.knownPolicy) {
    return { ...(policy && { policy: policyOf(policy) }), attempt: NOT_COUNTED };
  }
  const isLive = (stored: Stored | undefined): boolean => (stored?.ends?.getTime() ?? 0) > now;
  const session = found.get('session');
  const storedFlow = found.get('flow');
  const [again] = storedFlow?.flows ?? [];
  // The account of a newer flow was not read.
  const flowNow = again?.account === storedFlow?.account ? again : storedFlow;
  const flow = flowNow && isLive(storedFlow) && isLive(again) ? flowOf(flowNow) : undefined;
  const named = found.get(kindOf(step.account));
  const naming = flow?.accountId === undefined ? named : storedFlow;
  const account = accountOf(naming?.kind === 'account' ? naming : naming?.accounts[0]);
  const belongings = naming?.belongings ?? [];
  const devices = account === undefined ? [] : devicesIn(belongings, account.id);
  const known = account && firstKnown(step.deviceHashes ?? [], devices, account.epoch);
  const loaded = {
    ...(known && { knownDevice: known.tokenHash }),
    ...(flow && { flow }),
    ...(session && isLive(session) && { session: sessionOf(session) }),
    ...(account && { account, history: historyIn(belongings, account.id) }),
    ...enteredIn(step, found.get('organisation'), account && naming?.memberships?.[0]),
  };

  const accountId = flow?.accountId ?? account?.id;
  const subject = accountId ?? flow?.subject ?? attempt?.subjectIfUnknown;
  const accepted = attempt?.onlyIfAccepted;
  const isAccepted = accepted === undefined || (flow?.accepts.some((name) => accepted.includes(name)) ?? false);
  if (attempt === undefined || subject === undefined || !isAccepted) return { attempt: NOT_COUNTED, ...loaded };
  const isOwn = attempt.perDevice && known !== undefined && hasOwnBudget(known, attempt.authenticator);
  const device = isOwn ? known.tokenHash : undefined;
  const guess: Guess = { tenant, now, asked: attempt, subject, device, isUnknown: account === undefined };
  return { attempt: await reserve(call, guess), ...loaded };
}

function enteredIn(
  { in: asked }: BeginStep,
  organisation: Stored | undefined,
  member: Stored | undefined,
): OrganisationLoaded {
  if (asked === undefined) return {};
  const membership = organisation?.removed === undefined ? membershipOf(member) : undefined;
  const isNewer = organisation?.version !== undefined && organisation.version > asked.knownVersion;
  return { ...(membership && { membership }), ...(isNewer && { organisation: organisationOf(organisation) }) };
}

async function load({ documents, limits }: Call, step: BeginStep): Promise<ReadonlyMap<Kind, Joined>> {
  const { tenant, flowHash, sessionHash, account, deviceHashes = [], knownPolicy, in: entered } = step;
  const places = [
    policyPlace(tenant),
    ...(flowHash === undefined ? [] : [flowPlace(tenant, flowHash)]),
    ...(sessionHash === undefined ? [] : [sessionPlace(tenant, sessionHash)]),
    ...(account === undefined ? [] : [placeOfNamed(tenant, account)]),
    ...(entered === undefined ? [] : [organisationPlace(tenant, entered.organisation)]),
  ];
  const from = documents.collectionName;
  const isKnown = { $and: [{ $eq: ['$kind', 'policy'] }, { $eq: ['$version', knownPolicy] }] };
  const unlessKnown = (field: string) => ({ $cond: [isKnown, '$$REMOVE', field] });
  const ofFlow = { $cond: [{ $eq: ['$kind', 'flow'] }, '$_id', '$$REMOVE'] };
  const found = await documents
    .aggregate<Joined>(
      [
        { $match: { _id: { $in: places.map(({ _id }) => _id) } } },
        { $set: { record: unlessKnown('$record'), json: unlessKnown('$json'), flow: ofFlow } },
        { $lookup: { from, localField: 'account', foreignField: '_id', as: 'accounts' } },
        // Read once more, so that the account is not newer than the flow.
        { $lookup: { from, localField: 'flow', foreignField: '_id', as: 'flows' } },
        belongingsOfOwner(from, tenant, deviceHashes.length > 0),
        ...(entered === undefined ? [] : membershipIn(from, tenant, entered.organisation)),
      ],
      { hint: BY_ID, ...limits },
    )
    .toArray();
  return new Map(found.map((stored) => [stored.kind, stored]));
}

function membershipIn(from: string, tenant: TenantId, organisation: string): readonly Document[] {
  const account = { $ifNull: ['$account', '$_id'] };
  const isAccount = { $eq: [{ $indexOfBytes: ['$$account', { $literal: accountsBefore(tenant) }] }, 0] };
  const id = membershipId(tenant, '$$account', { $literal: membershipsBefore(tenant, organisation) });
  const memberships = { $let: { vars: { account }, in: { $cond: [isAccount, id, '$$REMOVE'] } } };
  return [
    { $set: { memberships } },
    { $lookup: { from, localField: 'memberships', foreignField: '_id', as: 'memberships' } },
  ];
}

/** @param withDevices false: the step has no device token */
function belongingsOfOwner(from: string, tenant: TenantId, withDevices: boolean): Document {
  const kinds: readonly Kind[] = ['counter', 'sign-in', ...(withDevices ? (['device'] as const) : [])];
  return {
    $lookup: {
      from,
      localField: 'owner',
      foreignField: 'part',
      pipeline: [{ $match: { tenant: sortable(tenant), kind: { $in: kinds } } }],
      as: 'belongings',
    },
  };
}

function devicesIn(belongings: readonly Stored[], accountId: AccountId): readonly DeviceRecord[] {
  return belongings
    .filter(({ kind, device }) => kind === 'device' && device !== undefined)
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0) || (one._id < other._id ? -1 : 1))
    .slice(0, DEVICES_PER_ACCOUNT)
    .flatMap((stored) => deviceOf(stored, accountId) ?? []);
}

function historyIn(belongings: readonly Stored[], accountId: AccountId): AccountHistory {
  const at = belongings.find(({ kind }) => kind === 'sign-in')?.at ?? 0;
  return {
    accountId,
    ...(at > 0 && { lastSignInAt: instant(at) }),
    counters: belongings
      .filter(({ kind, recent = 0, total = 0 }) => kind === 'counter' && (recent > 0 || total > 0))
      .map(counterViewOf),
  };
}

function placeOfNamed(tenant: TenantId, { kind, value }: AccountKey): Place {
  return kind === 'id' ? accountPlace(tenant, value) : keyPlace(tenant, kind, value);
}

function kindOf(account: AccountKey | undefined): Kind {
  return account === undefined || account.kind === 'id' ? 'account' : account.kind;
}
