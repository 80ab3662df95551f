import { limitsSessions, type Policy } from '@sallyport/core';
import type { AccountRecord, AttemptAsked, CommitGuards, FlowRecord } from '@sallyport/store';
import { administratorsAfter } from '../acts/last-administrator.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { orphanedEnvelopes } from '../acts/orphaned-envelopes.ts';
import { afterConflict, refusalOf } from '../acts/refusals.ts';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { voucherOf } from '../factors/enrollment-code.ts';
import { factsOf, liveEvidence } from '../factors/facts.ts';
import { ASK, type FactorAttempt, type Proof, type ProofEvent, verifiedAgain } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import type { Turn } from '../kernel/passwords/fair-line.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { beginStep, type Loaded, withNewPassword, withoutNewPassword } from '../records/begin-step.ts';
import { eventsOf } from '../records/events.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { countedIn, giveBackAtOnce, giveBackOnFault, judgedWrong } from '../records/unjudged.ts';
import { worded } from '../records/worded.ts';
import { changeAfter, methodOf } from './change.ts';
import { decideIn } from './decide-in.ts';
import { failureEvents } from './failure-events.ts';
import { isOver, isSessionGone } from './flow-over.ts';
import { acceptsAfter, isUnlogged } from './flow-record.ts';
import { goneWithGain, type Outcome, outcomeOf } from './outcome.ts';
import { recovering } from './recovering.ts';
import { replyTo } from './reply.ts';
import { endedByLimit, endSurplus, roomFor } from './session-room.ts';
import { settlementOf } from './settlement.ts';
import { type Step, stepOf } from './step.ts';
import { toldIfUnfamiliar } from './unfamiliar.ts';
import { verdictOn } from './verdict-on-act.ts';

/**
 * Takes one step: load and count, admit, verify, decide, commit, reply. Every factor that the engine verifies in a sign-in or step-up goes
 * through this function. Proofs by a provider, a directory, an enrollment, or the link of a sign-up or invitation go through {@link conclude}, which
 * decides, commits and replies. {@link conclude} also serves a status question whose evidence suffices now.
 */
export async function takeStep(kernel: Kernel, caller: Caller, factor: FactorAttempt): Promise<FlowReply | Refusal> {
  const { guess } = factor;
  const loaded = await beginStep(kernel, {
    tenant: caller.tenant,
    flowHash: factor.beginsSignIn?.anew === true ? undefined : tokenHash(caller.flowToken),
    deviceHash: tokenHash(caller.deviceToken),
    account: factor.account,
    attempt: guess && ((policy) => attemptFor(factor, guess, policy)),
  });
  const counted = countedIn(loaded.attempt);
  const refused = await refusedStep(kernel, caller, loaded, factor);
  if (refused !== undefined) {
    await giveBackAtOnce(kernel, caller.tenant, counted);
    return refused;
  }

  const { flow, account, now, inForce } = loaded;
  const proof = await giveBackOnFault(kernel, caller.tenant, counted, () =>
    factor.verify({
      flow,
      account,
      facts: account && factsOf(account, inForce.policy),
      policy: inForce.policy,
      now,
      turn: turnOf(loaded, factor),
    }),
  );
  if (isRefusal(proof)) {
    await giveBackAtOnce(kernel, caller.tenant, counted);
    return proof;
  }
  if (proof === undefined || account === undefined) return failed(kernel, caller, loaded, factor.method);
  if ('disproved' in proof) return failed(kernel, caller, loaded, factor.method, proof.disproved);
  const step = stepOf(kernel, caller, loaded, account, factor.beginsSignIn);
  const begun = withFirst(step.flow, account, proof);
  const recovered = recovering(kernel, begun, proof, { account, policy: inForce.policy, now });
  return conclude(kernel, caller, { ...step, flow: recovered.flow }, recovered.proof);
}

/** The flow with the first of the two proofs of a request. */
function withFirst(flow: FlowRecord, account: AccountRecord, { first }: Proof): FlowRecord {
  if (first === undefined) return flow;
  return { ...flow, epoch: account.epoch, evidence: [...liveEvidence(flow, account), first] };
}

/** The place in the hashing queue: of an open session's account, of a known device, or of anybody. */
function turnOf({ flow, account, knownDevice }: Loaded, factor: FactorAttempt): Turn {
  return {
    lane: flow?.raises !== undefined ? 'own' : knownDevice ? 'known-device' : 'stranger',
    subject: account?.id ?? flow?.subject ?? factor.guess?.subjectIfUnknown ?? '',
  };
}

/** Returns a refusal if the factor may not be tried now. Before a proof, the refusal reveals nothing about the account. */
export function admit(
  { flow, account, attempt, now, inForce }: Loaded,
  caller: Caller,
  factor: { readonly method: string; readonly beginsSignIn?: FactorAttempt['beginsSignIn'] },
): Refusal | undefined {
  if (flow === undefined && factor.beginsSignIn === undefined) return { refused: 'flow-expired' };
  if (flow !== undefined && flow.mode !== caller.mode) return { refused: 'flow-expired' };
  if (flow !== undefined && account !== undefined && isOver(flow, account, { now, inForce }))
    return { refused: 'flow-expired' };
  if (flow !== undefined && !acceptedNow(flow, account, { now, inForce }).includes(factor.method)) {
    return { refused: flow.evidence.length === 0 ? 'invalid-credentials' : 'method-not-allowed' };
  }
  if (attempt.outcome === 'locked') return { refused: 'locked', until: attempt.until };
  return undefined;
}

/** Returns a refusal as {@link admit}, or if the session of a step-up has ended. */
export async function refusedStep(
  kernel: Kernel,
  caller: Caller,
  loaded: Loaded,
  factor: Parameters<typeof admit>[2],
): Promise<Refusal | undefined> {
  return (
    admit(loaded, caller, factor) ?? ((await isSessionGone(kernel, loaded)) ? { refused: 'flow-expired' } : undefined)
  );
}

/**
 * The methods that the flow accepts. If a proof of the flow counts no more (a new password, a removed factor, a sign-out everywhere), the
 * flow accepts only what the remaining proofs ask for: a thief's old flow must not go on guessing at the owner's other factors. A method that
 * the stored flow does not accept stays refused, because the store counted no guess at it.
 */
function acceptedNow(
  flow: FlowRecord,
  account: AccountRecord | undefined,
  at: Pick<Loaded, 'now' | 'inForce'>,
): readonly string[] {
  const isOwn = account !== undefined && account.id === flow.accountId && account.block === undefined;
  if (!isOwn || flow.recovery !== undefined) return flow.accepts;
  if (liveEvidence(flow, account).length === flow.evidence.length) return flow.accepts;
  const present = acceptsAfter(decideIn(at, flow, account, ASK.command).decision, account);
  return flow.accepts.filter((method) => present.includes(method));
}

/** The attempt to count. A known device has a budget of its own for the authenticators that were proved there (`hasOwnBudget`). */
function attemptFor(
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

/**
 * Records a wrong proof. The first failure raises the flow's version. Failures that strangers can cause without limit are counted by the
 * hour and have no event: failures before any proof, at an unknown identifier or with an unknown passkey.
 */
export async function failed(
  kernel: Kernel,
  caller: Caller,
  { now, flow, account, attempt, inForce }: Loaded,
  method: string | undefined,
  disproved?: readonly ProofEvent[],
): Promise<Refusal> {
  const isBounded = disproved !== undefined || attempt.outcome === 'counted' || (flow?.evidence.length ?? 0) > 0;
  const owner = isBounded ? account : undefined;
  const event = owner && eventsOf(kernel, caller, now, { owner, flow: flow?.id, method });
  const events = event === undefined ? [] : failureEvents(event, { disproved });
  const judged = judgedWrong(attempt, inForce.policy, event?.('account.locked'));
  const shared = { tenant: caller.tenant, now, guards: {}, countUnknownFailure: event === undefined };
  // The first failure moves the flow on, also without an account: so a concurrent request gets the same answer in both cases.
  if (flow !== undefined && isBounded && isUnlogged(flow)) {
    const result = await kernel.commit({
      ...shared,
      guards: { flow: { id: flow.id, version: flow.version } },
      flow: { ...flow, version: flow.version + 1, started: true },
      events: event === undefined ? [] : [event('sign-in.started', { method: undefined }), ...events],
      ...judged,
    });
    if (result.outcome === 'committed') return { refused: 'invalid-credentials' };
    await kernel.commit({ events, ...shared });
    return { refused: 'invalid-credentials' };
  }
  await kernel.commit({ events, ...judged, ...shared });
  return { refused: 'invalid-credentials' };
}

/**
 * Decides a proof and commits the result, guarded by the versions of flow, account and policy. Only this function opens sessions, by a
 * grant of its decision. The commit takes a right guess off its counter again. If the account or the policy changed meanwhile, the same
 * evidence is judged again on the committed state. If the flow moved on, the caller gets a conflict.
 */
export async function conclude(kernel: Kernel, caller: Caller, step: Step, shown: Proof): Promise<FlowReply | Refusal> {
  const { account, inForce } = step.loaded;
  // Sign-ins that count the account's sessions would overtake each other in every round.
  return account !== undefined && limitsSessions(inForce.policy, factsOf(account, inForce.policy))
    ? kernel.countsSessions.run(account.id, () => concluded(kernel, caller, step, shown))
    : concluded(kernel, caller, step, shown);
}

async function concluded(kernel: Kernel, caller: Caller, step: Step, shown: Proof): Promise<FlowReply | Refusal> {
  let { loaded, flow } = step;
  let giveBack = countedIn(loaded.attempt);
  const refuse = async (refusal: Refusal): Promise<Refusal> => {
    await giveBackAtOnce(kernel, caller.tenant, giveBack);
    return refusal;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const { account, now, inForce } = loaded;
    if (account === undefined) return refuse({ refused: 'invalid-credentials' });
    const proof = verifiedAgain(account, inForce.policy, shown);
    if ('disproved' in proof) return failed(kernel, caller, loaded, methodOf(shown), proof.disproved);
    const held = await heldCodes(kernel, inForce.policy, flow, account, proof);
    if (held.isVoid === true && showsCode(proof)) return failed(kernel, caller, loaded, methodOf(proof), []);
    const withRoles = await giveBackOnFault(kernel, caller.tenant, giveBack, () => withHostRoles(kernel, account, now));
    const settlement = settlementOf(proof, { account, withRoles, policy: inForce.policy, now });
    if (settlement.kind === 'used-up') return refuse({ refused: 'invalid-credentials' });
    const { kind, proof: logged } = settlement;
    // The link of an invitation lets the password of the flow count.
    const settled = withNewPassword(inForce.policy, held.flow, settlement.account);
    const decided = outcomeOf(logged, account, settled, flow, (present) =>
      decideIn({ now, inForce }, held.flow, present, proof.command),
    );
    // A denial makes no account.
    const denied = step.makesAccount === true ? deniedIn(decided) : undefined;
    if (denied !== undefined) return refuse(denied);
    const target = withRoles && { ...account, roles: withRoles.roles };
    const after = target &&
      settled && { account: target, left: settled, isGranted: decided.decided.grant !== undefined };
    const refused = after && refusalOf(verdictOn(inForce.policy, held.flow, proof, after, now));
    // The owner's proof is denied, so its act is not made. The commit of the denial ends the flow, uses the code up and logs the denial.
    const isDenied = decided.endsUngranted && proof.act?.by === undefined;
    // An identity that its provider may not link to the account is nobody's.
    if (refused !== undefined && !isDenied)
      return refuse(proof.act?.by === undefined ? refused : { refused: 'invalid-credentials' });
    const outcome = settlement.kind === 'gone' ? goneWithGain(logged, settlement.account, flow) : decided;
    if (!outcome.endsUngranted && flow.raises !== undefined && !restsOnAccount(flow.raises.session, account))
      return refuse({ refused: 'flow-expired' });
    const opens = outcome.decided.grant !== undefined && flow.raises === undefined;
    const room = opens ? await roomFor(kernel, inForce.policy, outcome.account) : undefined;
    if (room?.outcome === 'refused') return refuse({ refused: 'session-limit' });
    const counted = room === undefined ? outcome : countedInVersion(outcome);
    const kept = await endSurplus(kernel, account, room?.ends ?? []);
    if (kept !== undefined) return refuse(kept);
    const change = changeAfter(kernel, caller, { ...step, loaded: { ...loaded, account }, flow }, counted);
    const ended = room?.ends.at(-1);
    // Only roles from a provider can remove an administrator. For any other proof, there is nothing to guard or write.
    const administrators = await administratorsAfter(kernel, inForce.policy, account, outcome.account);
    const guards = { ...change.commit.guards, ...administrators.guards, ...held.guard };
    const orphaned = await orphanedEnvelopes(kernel, account, outcome.account, 'system');
    const result = await kernel.commitAct({
      giveBack,
      ...change.commit,
      ...administrators,
      ...(orphaned.vault && { vault: orphaned.vault }),
      ...(ended !== undefined && { endSessions: { accountId: account.id, only: ended } }),
      events: [
        ...change.commit.events,
        ...orphaned.events,
        ...(await toldIfUnfamiliar(kernel, caller, { ...loaded, account }, change)),
        ...(ended === undefined ? [] : [endedByLimit(kernel, account, ended)]),
      ],
      guards,
    });
    giveBack = undefined;
    if (result.outcome === 'committed' && kind === 'gone') return { refused: 'invalid-credentials' };
    if (result.outcome === 'committed') return replyTo(kernel, { ...step, loaded, flow }, outcome.decided, change);
    // The session that the flow raises is gone, and the flow with it.
    const final = result.with === 'session' ? { refused: 'flow-expired' as const } : afterConflict(result.with);
    if (final !== undefined) return final;
    loaded = await beginStep(kernel, {
      tenant: caller.tenant,
      account: { kind: 'id', value: account.id },
      flowHash: step.isNewFlow ? undefined : flow.tokenHash,
      deviceHash: tokenHash(caller.deviceToken),
    });
    const again = step.makesAccount === true ? withoutNewPassword(flow, account) : loaded.account;
    loaded = { ...loaded, account: withNewPassword(loaded.inForce.policy, flow, again) };
    if (!step.isNewFlow && loaded.flow?.version !== flow.version) return { refused: 'flow-conflict' };
  }
  return { refused: 'store-unavailable' };
}

function deniedIn({ decided: { decision } }: Outcome): Refusal | undefined {
  if (decision.outcome !== 'denied') return undefined;
  return {
    refused: decision.reason === 'blocked' ? 'account-blocked' : decision.reason,
    because: worded(decision.because),
  };
}

/**
 * The outcome with a change of the account. The commit then raises the account's version: of two sign-ins that counted the same sessions, the
 * second counts again.
 */
function countedInVersion(outcome: Outcome): Outcome {
  return { ...outcome, account: { ...outcome.account } };
}

/** A flow with the enrollment codes that still count. */
interface Held {
  readonly flow: FlowRecord;
  /** Guards that the code's issuer keeps the right to vouch until the commit. */
  readonly guard?: Pick<CommitGuards, 'actor'>;
  /** True if the code's issuer lost the right to vouch. */
  readonly isVoid?: true;
}

/**
 * Returns the flow without enrollment codes whose administrator lost the right to issue them. A code in the proof itself is judged too.
 */
async function heldCodes(
  kernel: Kernel,
  policy: Policy,
  flow: FlowRecord,
  account: AccountRecord,
  proof: Proof,
): Promise<Held> {
  const { enrollmentCode } = account;
  const isUsed = showsCode(proof) || flow.evidence.some(({ method }) => method === 'enrollment-code');
  if (!isUsed || enrollmentCode === undefined) return { flow };
  const voucher = await voucherOf(kernel, policy, enrollmentCode, account);
  if (voucher === 'host') return { flow };
  if (voucher !== undefined) return { flow, guard: { actor: { accountId: voucher.id, version: voucher.version } } };
  const evidence = flow.evidence.filter(({ method }) => method !== 'enrollment-code');
  // Without the word of the person who invited, the flow is a sign-in like any other.
  const purpose = flow.purpose === 'sign-up' ? 'sign-in' : flow.purpose;
  return { flow: { ...flow, evidence, purpose }, isVoid: true };
}

function showsCode({ command }: Proof): boolean {
  return command.type === 'prove' && command.evidence.method === 'enrollment-code';
}
