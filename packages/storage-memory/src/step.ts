import { hasOwnBudget } from '@sallyport/core/lockout';
import type {
  AccountHistory,
  AccountId,
  AttemptAnswer,
  BeginStep,
  DeviceRecord,
  FlowRecord,
  StepLoaded,
} from '@sallyport/store';
import {
  accountIdOf,
  entered,
  liveFlow,
  liveSession,
  policyInForce,
  policyVersion,
  type TenantData,
} from './tenant-data.ts';

const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

export function beginStep(data: TenantData, step: BeginStep): StepLoaded {
  const policy = policyInForce(data);
  if (policyVersion(data) !== step.knownPolicy) {
    return { ...(policy && { policy }), attempt: NOT_COUNTED };
  }
  const { now, flowHash, sessionHash, deviceHashes = [] } = step;
  const flow = flowHash === undefined ? undefined : liveFlow(data.flows.byToken(flowHash), now);
  const session = sessionHash === undefined ? undefined : liveSession(data.sessions.byToken(sessionHash), now);
  const accountId = flow?.accountId ?? (step.account && accountIdOf(data, step.account));
  const account = accountId === undefined ? undefined : data.accounts.get(accountId);
  const known = account && data.devices.known(account.id, deviceHashes, account.epoch);
  const history = account && historyOf(data, account.id);
  return {
    attempt: countAttempt(data, step, flow, flow?.accountId ?? account?.id, known),
    ...(flow && { flow }),
    ...(session && { session }),
    ...(account && { account }),
    ...(known && { knownDevice: known.tokenHash }),
    ...(history && { history }),
    ...entered(data, step.in, account?.id),
  };
}

function historyOf({ signIns, counters }: TenantData, accountId: AccountId): AccountHistory {
  const lastSignInAt = signIns.get(accountId);
  return {
    accountId,
    ...(lastSignInAt !== undefined && { lastSignInAt }),
    counters: counters.list([accountId]),
  };
}

function countAttempt(
  data: TenantData,
  { attempt, now }: BeginStep,
  flow: FlowRecord | undefined,
  accountId: AccountId | undefined,
  known: DeviceRecord | undefined,
): AttemptAnswer {
  if (attempt === undefined) return NOT_COUNTED;
  const { onlyIfAccepted } = attempt;
  if (onlyIfAccepted !== undefined && !flow?.accepts.some((name) => onlyIfAccepted.includes(name))) return NOT_COUNTED;
  const subject = accountId ?? flow?.subject ?? attempt.subjectIfUnknown;
  if (subject === undefined) return NOT_COUNTED;
  const isOwn = attempt.perDevice && known !== undefined && hasOwnBudget(known, attempt.authenticator);
  return data.counters.reserve(subject, attempt, isOwn ? known.tokenHash : undefined, now);
}
