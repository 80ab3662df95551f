import { type Decided, type Decision, instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord, TenantId } from '@sallyport/store';
import { countedForSoon, ownSessionInfo } from '../acts/session-info.ts';
import type { AcceptedMethod, FlowAnswer, FlowReply, KeptTokens, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { factorOf } from '../factors/index.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { worded } from '../state/worded.ts';
import type { Change } from './change.ts';
import { listedAtOpening } from './flow-record.ts';
import type { Step } from './step.ts';

export async function replyTo(
  kernel: Kernel,
  step: Step,
  decided: Decided,
  change: Change,
): Promise<FlowReply | Refusal> {
  const { loaded, flow, token } = step;
  if (change.session === undefined) {
    const said = answerIn(kernel, decided, change.account);
    const keep: KeptTokens = { mode: flow.mode, flow: { token: change.flowToken ?? token, expiresAt: flow.expiresAt } };
    if ('refused' in said) return change.commit.flow === undefined ? said : { ...said, keep };
    return { answer: withBackupCodes(said, change.backupCodes), keep };
  }
  const { record } = change.session.granted;
  const { fresh, tokens } = change.atHand ?? {};
  const expiresAt = instant(loaded.now + LIFETIMES.device);
  const { policy } = loaded.inForce;
  const counted = await countedForSoon(kernel, policy, change.account);
  return {
    answer: withBackupCodes(
      {
        status: 'complete',
        session: ownSessionInfo(policy, record, counted, loaded.now),
        continuation: flow.continuation,
      },
      change.backupCodes,
    ),
    keep: {
      mode: flow.mode,
      flow: null,
      // No later request sends the token again, so the idle limit does not count.
      session: { token: change.session.token, expiresAt: record.expiresAt },
      device: fresh === undefined ? undefined : { token: fresh, expiresAt },
      deviceTokens: tokens && { tokens, expiresAt },
    },
  };
}

export function answerIn(
  kernel: Kernel,
  { decision, confirmedBy, flow }: Decided,
  account: AccountRecord,
): ReturnType<typeof answerTo> {
  const answer = answerTo(kernel, decision, account);
  if ('refused' in answer || answer.status === 'redirect') return answer;
  const named = { ...answer, ...nameIn(flow, account) };
  return named.status !== 'continue' || confirmedBy === undefined ? named : { ...named, confirmedBy };
}

/**
 * A stranger may have found a passkey that did not verify its user (CTAP 2.1 §6.2). A reader of the mailbox has to prove another factor
 * first.
 */
function nameIn(
  { purpose, evidence }: Decided['flow'],
  { identifiers: [identifier] }: AccountRecord,
): { readonly identifier?: string } {
  const [first] = evidence;
  if (first === undefined || identifier === undefined || purpose === 'step-up') return {};
  const isKnown =
    purpose === 'recover'
      ? evidence.some(({ method }) => method !== 'reset-token' && method !== 'password')
      : purpose === 'sign-up' || (first.method === 'passkey' && first.userVerified) || first.method === 'sso';
  return isKnown ? { identifier } : {};
}

export function answerTo(
  kernel: Kernel,
  decision: Decision,
  account: AccountRecord,
): Exclude<FlowAnswer, { status: 'complete' }> | Refusal {
  const because = worded(decision.because);
  switch (decision.outcome) {
    case 'factor-required':
      return {
        status: 'continue',
        accept: decision.accept.flatMap((method) => acceptedMethods(kernel, account.tenant, method, account)),
        because,
      };
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

/** The same for every account and for an unknown identifier. */
export function openingAnswer(kernel: Kernel, flow: FlowRecord, account?: AccountRecord): FlowAnswer {
  const named = account === undefined ? listedAtOpening(flow) : flow.accepts;
  const accept = named.flatMap((name) =>
    acceptedMethods(kernel, flow.tenant, name as AcceptedMethod['method'], account),
  );
  return { status: 'continue', accept, because: [] };
}

function acceptedMethods(
  kernel: Kernel,
  tenant: TenantId,
  method: AcceptedMethod['method'],
  account: AccountRecord | undefined,
): AcceptedMethod[] {
  if (method !== 'sso') return [acceptedMethod(method, account)];
  return [...kernel.of(tenant).providers.keys()]
    .filter((provider) => account === undefined || externalIdAt(account, provider) !== undefined)
    .map((provider) => ({ method, provider }));
}

function acceptedMethod(method: AcceptedMethod['method'], account: AccountRecord | undefined): AcceptedMethod {
  if (account === undefined) return { method };
  const factor = factorOf(method);
  const [sentTo, digits = 6] = [factor?.sentTo?.(account, method), factor?.digits?.(account)];
  return {
    method,
    ...(sentTo !== undefined && { sentTo }),
    ...(digits !== 6 && { digits }),
    ...(factor?.challenge && { challenged: true }),
  };
}

function withBackupCodes<Answer extends FlowAnswer>(
  answer: Answer,
  backupCodes: readonly string[] | undefined,
): Answer {
  return backupCodes === undefined ? answer : { ...answer, backupCodes };
}
