import type { Policy } from '@sallyport/core';
import type { AccountRecord, AttemptAsked, FlowRecord } from '@sallyport/store';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf, liveEvidence } from '../factors/facts.ts';
import { helpsInNow } from '../factors/help-in-code.ts';
import type { FactorAttempt, Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Turn } from '../kernel/passwords/fair-line.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { countedIn } from '../state/counted-guess.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import type { Counted } from '../state/load.ts';
import { acceptsNow } from './accepts-now.ts';
import { completeStep } from './complete-step.ts';
import { failed } from './failed.ts';
import { hasOnlyVoidProofs, isOverAsLoaded, isSessionGone, overFor } from './flow-over.ts';
import { loadInFlow } from './load-in-flow.ts';
import { recovering } from './recovering.ts';
import { sessionAtHand } from './session-beside.ts';
import { stepOf } from './step.ts';

/** Proofs by a provider, a directory, an enrollment or a mailed link go straight to {@link completeStep}. */
export async function takeStep(kernel: Kernel, caller: Caller, attempt: FactorAttempt): Promise<FlowReply | Refusal> {
  const { guess } = attempt;
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: attempt.beginsSignIn?.anew === true ? undefined : tokenHash(caller.flowToken),
    deviceHashes: deviceHashes(caller),
    account: attempt.account,
    guess: guess && ((policy) => guessFor(attempt, guess, policy)),
  });
  await using _ = countedIn(loaded.guess);
  const refused = await refusedStep(kernel, caller, loaded, attempt);
  if (refused !== undefined) return refused;

  const { flow, account, now, inForce } = loaded;
  const beside = flow === undefined ? await sessionAtHand(kernel, caller) : undefined;
  const proof = await attempt.verify({
    flow,
    account,
    facts: account && factsOf(account, inForce.policy, now),
    policy: inForce.policy,
    now,
    turn: turnOf(loaded, attempt),
  });
  if (isRefusal(proof)) return proof;
  const isRight = proof !== undefined && account !== undefined && !('disproved' in proof);
  if (loaded.guess.outcome === 'locked' && !isRight) return { refused: 'locked', until: loaded.guess.until };
  if (proof === undefined || account === undefined) return await failed(kernel, caller, loaded, attempt.method);
  if ('disproved' in proof) return await failed(kernel, caller, loaded, attempt.method, proof);
  const step = stepOf(kernel, caller, loaded, account, attempt.beginsSignIn);
  const begun = withFirst(step.flow, account, proof);
  const recovered = recovering(kernel, begun, proof, { account, policy: inForce.policy, now });
  return await completeStep(kernel, caller, { ...step, flow: recovered.flow, beside }, recovered.proof);
}

function withFirst(flow: FlowRecord, account: AccountRecord, { first }: Proof): FlowRecord {
  if (first === undefined) return flow;
  return { ...flow, epoch: account.epoch, evidence: [...liveEvidence(flow, account), first] };
}

function turnOf({ flow, account, knownDevice }: Counted, attempt: FactorAttempt): Turn {
  return {
    queue: flow?.raises !== undefined ? 'own' : knownDevice !== undefined ? 'known-device' : 'stranger',
    subject: account?.id ?? flow?.subject ?? attempt.guess?.subjectIfUnknown ?? '',
  };
}

/** Before a proof, the refusal reveals nothing about the account. */
export function admit(
  { flow, account, guess, now, inForce }: Counted,
  caller: Caller,
  attempt: Pick<FactorAttempt, 'beginsSignIn' | 'guess'> & { readonly method: string },
): Refusal | undefined {
  if (flow === undefined && (attempt.beginsSignIn === undefined || caller.continues === true))
    return { refused: 'flow-expired' };
  if (flow !== undefined && flow.mode !== caller.mode) return { refused: 'flow-expired' };
  if (flow !== undefined && account !== undefined && isOverAsLoaded(flow, account, { now, inForce }))
    return overFor(caller);
  if (flow !== undefined) {
    const isAccepted = acceptsNow(flow, account, attempt.method, { now, inForce });
    if (
      attempt.method === 'enrollment-code' &&
      hasOnlyVoidProofs(flow, account) &&
      !(isAccepted && mayBeFirst(account, { now, inForce }))
    )
      return overFor(caller);
    if (!isAccepted) return { refused: flow.evidence.length === 0 ? 'invalid-credentials' : 'method-not-allowed' };
  }
  if (guess.outcome === 'locked' && attempt.guess?.rightAlwaysCounts !== true)
    return { refused: 'locked', until: guess.until };
  return undefined;
}

export async function refusedStep(
  kernel: Kernel,
  caller: Caller,
  loaded: Counted,
  attempt: Parameters<typeof admit>[2],
): Promise<Refusal | undefined> {
  return admit(loaded, caller, attempt) ?? ((await isSessionGone(kernel, loaded)) ? overFor(caller) : undefined);
}

function mayBeFirst(account: AccountRecord | undefined, { now, inForce }: Pick<Counted, 'now' | 'inForce'>): boolean {
  return account?.enrollmentCode === undefined || helpsInNow(inForce.policy, account, now) === 'first';
}

function guessFor(
  { method, beginsSignIn }: FactorAttempt,
  { authenticator, subjectIfUnknown }: NonNullable<FactorAttempt['guess']>,
  { lockout }: Policy,
): AttemptAsked {
  return {
    authenticator,
    limits: lockout,
    perDevice: true,
    subjectIfUnknown,
    onlyIfAccepted: beginsSignIn === undefined ? [method] : undefined,
  };
}
