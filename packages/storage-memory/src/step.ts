import type { AccountId, AttemptAnswer, BeginStep, FlowRecord, StepLoaded } from '@sallyport/store';
import { accountIdOf, liveFlow, liveSession, policyInForce, policyVersion, type TenantData } from './tenant-data.ts';

const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/** Loads the records of a step and counts its attempt, in one turn of the event loop. */
export function beginStep(data: TenantData, step: BeginStep): StepLoaded {
  const policy = policyInForce(data);
  if (policyVersion(data) !== step.knownPolicy) {
    return { ...(policy && { policy }), knownDevice: false, attempt: NOT_COUNTED };
  }
  const { now, flowHash, sessionHash, deviceHash } = step;
  const flow = flowHash === undefined ? undefined : liveFlow(data.flows.byToken(flowHash), now);
  const session = sessionHash === undefined ? undefined : liveSession(data.sessions.byToken(sessionHash), now);
  const accountId = flow?.accountId ?? (step.account && accountIdOf(data, step.account));
  const account = accountId === undefined ? undefined : data.accounts.get(accountId);
  const knownDevice =
    account !== undefined && deviceHash !== undefined && data.devices.knows(account.id, deviceHash, account.epoch);
  return {
    knownDevice,
    attempt: countAttempt(data, step, flow, flow?.accountId ?? account?.id, knownDevice ? deviceHash : undefined),
    ...(flow && { flow }),
    ...(session && { session }),
    ...(account && { account }),
  };
}

function countAttempt(
  data: TenantData,
  { attempt, now }: BeginStep,
  flow: FlowRecord | undefined,
  accountId: AccountId | undefined,
  knownDevice: string | undefined,
): AttemptAnswer {
  if (attempt === undefined) return NOT_COUNTED;
  const { onlyIfAccepted } = attempt;
  if (onlyIfAccepted !== undefined && !flow?.accepts.some((name) => onlyIfAccepted.includes(name))) return NOT_COUNTED;
  const subject = accountId ?? flow?.subject ?? attempt.subjectIfUnknown;
  if (subject === undefined) return NOT_COUNTED;
  return data.counters.reserve(subject, attempt, attempt.perDevice ? knownDevice : undefined, now);
}
