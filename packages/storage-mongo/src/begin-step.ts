import { firstKnown, hasOwnBudget } from '@sallyport/core/lockout';
import {
  type AccountKey,
  type AttemptAnswer,
  type BeginStep,
  DEVICES_PER_ACCOUNT,
  type StepLoaded,
  type TenantId,
} from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Call } from './call.ts';
import { type Guess, reserve } from './counters/reserve.ts';
import { accountOf } from './documents/account.ts';
import { provedIn } from './documents/device.ts';
import { flowOf } from './documents/flow.ts';
import { policyOf } from './documents/policy.ts';
import { sessionOf } from './documents/session.ts';
import { accountPlace, flowPlace, keyPlace, policyPlace, sessionPlace, sortable } from './place.ts';
import { BY_ID, type Kind, type Place, type Stored } from './stored.ts';

const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/** A document, joined with the named account and the account's devices. */
interface Joined extends Stored {
  readonly accounts: readonly Stored[];
  readonly devices?: readonly Device[];
}

/** The members of a device that a step reads. */
interface Device {
  readonly device: string;
  readonly record: { readonly epoch: number; readonly proved?: unknown };
}

/**
 * Loads the records of a step in one aggregate, then counts the attempt in one update. The update comes second, because the loaded
 * records decide which subject is counted, and whether the attempt is counted. Without an attempt, a step takes one round trip.
 */
export async function beginStep(call: Call, step: BeginStep): Promise<StepLoaded> {
  const { tenant, now, attempt } = step;
  const found = await load(call, step);
  const policy = found.get('policy');
  if ((policy?.version ?? 0) !== step.knownPolicy) {
    return { ...(policy && { policy: policyOf(policy) }), attempt: NOT_COUNTED };
  }
  const live = (kind: Kind) => {
    const stored = found.get(kind);
    return stored?.ends !== undefined && stored.ends.getTime() > now ? stored : undefined;
  };
  const storedFlow = live('flow');
  const storedSession = live('session');
  const flow = storedFlow && flowOf(storedFlow);
  const named = found.get(kindOf(step.account));
  const naming = flow?.accountId === undefined ? named : storedFlow;
  const account = accountOf(naming?.kind === 'account' ? naming : naming?.accounts[0]);
  const devices =
    naming?.devices?.map(({ device, record }) => ({ tokenHash: device, epoch: record.epoch, record })) ?? [];
  const known = account && firstKnown(step.deviceHashes ?? [], devices, account.epoch);
  const loaded = {
    ...(known && { knownDevice: known.tokenHash }),
    ...(flow && { flow }),
    ...(storedSession && { session: sessionOf(storedSession) }),
    ...(account && { account }),
  };

  const accountId = flow?.accountId ?? account?.id;
  const subject = accountId ?? flow?.subject ?? attempt?.subjectIfUnknown;
  const accepted = attempt?.onlyIfAccepted;
  const isAccepted = accepted === undefined || (flow?.accepts.some((name) => accepted.includes(name)) ?? false);
  if (attempt === undefined || subject === undefined || !isAccepted) return { attempt: NOT_COUNTED, ...loaded };
  const isOwn = attempt.perDevice && known !== undefined && hasOwnBudget(provedIn(known.record), attempt.authenticator);
  const device = isOwn ? known.tokenHash : undefined;
  const guess: Guess = { tenant, now, asked: attempt, subject, device, isUnknown: account === undefined };
  return { attempt: await reserve(call, guess), ...loaded };
}

async function load({ documents, limits }: Call, step: BeginStep): Promise<ReadonlyMap<Kind, Joined>> {
  const { tenant, flowHash, sessionHash, account, deviceHashes = [], knownPolicy } = step;
  const places = [
    policyPlace(tenant),
    ...(flowHash === undefined ? [] : [flowPlace(tenant, flowHash)]),
    ...(sessionHash === undefined ? [] : [sessionPlace(tenant, sessionHash)]),
    ...(account === undefined ? [] : [placeOfNamed(tenant, account)]),
  ];
  const from = documents.collectionName;
  const isKnown = { $and: [{ $eq: ['$kind', 'policy'] }, { $eq: ['$version', knownPolicy] }] };
  const unlessKnown = (field: string) => ({ $cond: [isKnown, '$$REMOVE', field] });
  const found = await documents
    .aggregate<Joined>(
      [
        { $match: { _id: { $in: places.map(({ _id }) => _id) } } },
        { $set: { record: unlessKnown('$record'), json: unlessKnown('$json') } },
        { $lookup: { from, localField: 'account', foreignField: '_id', as: 'accounts' } },
        ...(deviceHashes.length === 0 ? [] : [devicesOfOwner(from, tenant)]),
      ],
      { hint: BY_ID, ...limits },
    )
    .toArray();
  return new Map(found.map((stored) => [stored.kind, stored]));
}

function devicesOfOwner(from: string, tenant: TenantId): Document {
  return {
    $lookup: {
      from,
      localField: 'owner',
      foreignField: 'part',
      pipeline: [
        { $match: { tenant: sortable(tenant), kind: 'device', device: { $exists: true } } },
        { $sort: { at: -1, _id: 1 } },
        { $limit: DEVICES_PER_ACCOUNT },
        { $project: { device: 1, 'record.epoch': 1, 'record.proved': 1 } },
      ],
      as: 'devices',
    },
  };
}

function placeOfNamed(tenant: TenantId, { kind, value }: AccountKey): Place {
  return kind === 'id' ? accountPlace(tenant, value) : keyPlace(tenant, kind, value);
}

function kindOf(account: AccountKey | undefined): Kind {
  return account === undefined || account.kind === 'id' ? 'account' : account.kind;
}
