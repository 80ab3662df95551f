import { type Decided, type Decision, explainReason, instant, type Reason } from '@sallyport/core';
import type { AcceptedMethod, FlowAnswer, FlowReply, KeptTokens, Refusal, WordedReason } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { factorOf } from '../factors/index.ts';
import { sessionInfo } from '../sessions/session-info.ts';
import type { AccountRecord, FlowRecord } from '../store/records.ts';
import type { Change } from './change.ts';
import type { Step } from './step.ts';

/** The answer to a step that was committed. */
export function replyTo(step: Step, { decision }: Decided, change: Change): FlowReply | Refusal {
  const { loaded, flow, token } = step;
  if (change.session === undefined) {
    const said = answerTo(decision, change.account);
    const keep: KeptTokens = { mode: flow.mode, flow: { token, expiresAt: flow.expiresAt } };
    // If the flow stays open for an enrollment code, its token is still good.
    if ('refused' in said) return change.commit.flow === undefined ? said : { ...said, keep };
    return { answer: withBackupCodes(said, change.backupCodes), keep };
  }
  const { record } = change.session;
  return {
    answer: withBackupCodes(
      {
        status: 'complete',
        session: sessionInfo(loaded.inForce.policy, record, change.account),
        continuation: flow.continuation,
      },
      change.backupCodes,
    ),
    keep: {
      mode: flow.mode,
      flow: null,
      session: { token: change.session.token, expiresAt: record.expiresAt },
      device:
        change.deviceToken === undefined
          ? undefined
          : { token: change.deviceToken, expiresAt: instant(loaded.now + LIFETIMES.device) },
    },
  };
}

/** A decision that is no grant, as the contract words it. */
export function answerTo(
  decision: Decision,
  account: AccountRecord,
): Exclude<FlowAnswer, { status: 'complete' }> | Refusal {
  const because = worded(decision.because);
  switch (decision.outcome) {
    case 'factor-required':
      return { status: 'continue', accept: decision.accept.map((method) => acceptedMethod(method, account)), because };
    case 'enrollment-required':
      return { status: 'enroll', offer: decision.offer.map((method) => ({ method })), because };
    case 'redirect':
      return { status: 'redirect', provider: decision.provider, because };
    case 'denied':
      return { refused: decision.reason === 'blocked' ? 'account-blocked' : decision.reason, because };
    case 'granted':
      throw new Error('a grant is answered with its session');
  }
}

/**
 * Before a proof: the same for every account, and for none.
 *
 * @param account whose address may be told: of somebody who followed a link to the account's mailbox
 */
export function openingAnswer(flow: FlowRecord, account?: AccountRecord): FlowAnswer {
  const accept = flow.accepts.map((name) => acceptedMethod(name as AcceptedMethod['method'], account));
  return { status: 'continue', accept, because: [] };
}

/** Reasons in words for the person. */
function worded(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ ...reason, message: explainReason(reason, 'person') }));
}

function acceptedMethod(method: AcceptedMethod['method'], account: AccountRecord | undefined): AcceptedMethod {
  const sentTo = account && factorOf(method)?.sentTo?.(account, method);
  return sentTo === undefined ? { method } : { method, sentTo };
}

function withBackupCodes<Answer extends FlowAnswer>(
  answer: Answer,
  backupCodes: readonly string[] | undefined,
): Answer {
  return backupCodes === undefined ? answer : { ...answer, backupCodes };
}
