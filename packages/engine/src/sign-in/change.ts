import type { Evidence, Instant } from '@sallyport/core';
import { actingBesides } from '@sallyport/core';
import { provedWith } from '@sallyport/core/lockout';
import type { AccountRecord, Commit, DeviceRecord, EventRecord, FlowRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { factorOf } from '../factors/index.ts';
import { methodOf, type Proof } from '../factors/proof.ts';
import { provedHere } from '../factors/proved-here.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { GrantedSession } from '../kernel/granted-session.ts';
import { keptStart } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LONGEST_USER_AGENT } from '../kernel/limits.ts';
import { newFlowToken, newId, tokenHash } from '../kernel/secrets/token.ts';
import { type NewSession, newSession } from '../sessions/new-session.ts';
import { eventsOf } from '../state/events.ts';
import { type After, accountAfter } from './account-after.ts';
import { type DeviceAtHand, deviceAtHand } from './device-at-hand.ts';
import { eventsOfProof } from './events-of-proof.ts';
import { acceptsAfter, isUnlogged, withoutChallenge } from './flow-record.ts';
import type { Outcome } from './outcome.ts';
import type { SetUpEvent } from './set-ups.ts';
import type { Step, StepOfAccount } from './step.ts';

export interface Change {
  /** Without the account. */
  readonly commit: EngineCommit;
  readonly account: AccountRecord;
  /** Absent: the stored account stays as it is. */
  readonly written?: AccountRecord | undefined;
  readonly session?: NewSession;
  readonly flowToken?: string | undefined;
  readonly atHand?: DeviceAtHand;
  readonly backupCodes?: readonly string[];
}

export async function changeAfter(
  kernel: Kernel,
  caller: Caller,
  step: StepOfAccount,
  outcome: Outcome,
): Promise<Change> {
  const { grant, flow: decidedFlow } = outcome.decided;
  const { evidence } = decidedFlow;
  const after = accountAfter(kernel, step, outcome);
  const { account } = after;
  const shared = sharedBy(caller, step, outcome, after);
  const ofProof = await eventsOfProof(kernel, step, outcome, after);
  const events = eventsAfter(kernel, caller, step, outcome, ofProof.now);
  const handed = { account, written: after.written, backupCodes: outcome.proof.backupCodes };
  if (grant === undefined) {
    const clearCounters = guessesForgotten(account, outcome);
    const flowToken = isRenewed(step, outcome) ? newFlowToken(kernel.random, step.flow.id) : undefined;
    return {
      commit: {
        clearCounters,
        events,
        ...shared,
        ...flowAfter(step, outcome, after.setUps && { ...after.setUps, events: ofProof.later }, flowToken),
      },
      flowToken,
      ...handed,
    };
  }
  const { flow, loaded } = step;
  const { policy, version: policyVersion } = loaded.inForce;
  const atHand = deviceAtHand(kernel, caller, step, evidence);
  const device = deviceWritten(kernel, caller, account, atHand.hash, loaded.now, evidence);
  const facts = { flow, account, policy, policyVersion, now: loaded.now, device: device?.tokenHash };
  const session = newSession(kernel, caller, grant, { ...facts, beside: step.besideNow });
  return {
    session,
    atHand,
    commit: {
      events,
      clearCounters: { rebinds: outcome.proof.rebinds, ...countersCleared(step, evidence, account) },
      device,
      ...shared,
      ...sessionWritten(step, session.granted, shared.uses),
    },
    ...handed,
  };
}

function sharedBy(
  { tenant }: Caller,
  { loaded, flow, isNewFlow, makesAccount = false }: StepOfAccount,
  { account: applied, proof, endsUngranted }: Outcome,
  { account, written }: After,
): Omit<EngineCommit, 'events' | 'newSession' | 'session' | 'clearCounters' | 'account'> {
  const before = loaded.account;
  const stored = loaded.stored ?? before;
  const raised = endsUngranted ? undefined : flow.raises?.session;
  const { id } = account;
  const everything = (written ?? stored).epoch === stored.epoch ? undefined : { accountId: id };
  return {
    tenant,
    now: loaded.now,
    guards: {
      flow: isNewFlow ? undefined : { id: flow.id, version: flow.version, tokenHash: flow.tokenHash },
      account: makesAccount ? undefined : { id, version: applied.version },
      policy: loaded.inForce.version,
      session: raised && { id: raised.id, version: raised.version },
    },
    uses: proof.uses === undefined ? undefined : [proof.uses],
    endSessions: everything,
    forgetDevices: everything,
  };
}

export function startOf(event: ReturnType<typeof eventsOf>, flow: FlowRecord, proof: Proof): EventRecord[] {
  return isUnlogged(flow) ? [event('sign-in.started', { method: proof.first?.method ?? methodOf(proof) })] : [];
}

function eventsAfter(
  kernel: Kernel,
  caller: Caller,
  { loaded, flow }: StepOfAccount,
  { account, decided: { grant }, proof, denial }: Outcome,
  ofProof: readonly SetUpEvent[],
): EventRecord[] {
  const signedIn = flow.raises === undefined ? undefined : loaded.account.id;
  const event = eventsOf(kernel, caller, loaded.now, {
    // The account before the change: an attacker who takes the account over cannot redirect the notice.
    owner: loaded.account,
    actor: signedIn,
    flow: flow.id,
    method: methodOf(proof),
  });
  const events = startOf(event, flow, proof);
  for (const { type, method, actor = signedIn, detail } of ofProof) events.push(event(type, { method, actor, detail }));
  if (grant !== undefined) {
    const succeeded = flow.purpose === 'step-up' ? 'step-up.succeeded' : 'sign-in.succeeded';
    const { policy } = loaded.inForce;
    const owner = { kind: 'flow', purpose: flow.purpose === 'step-up' ? 'step-up' : 'sign-in' } as const;
    const setters = actingBesides(policy, factsOf(account, policy, loaded.now), owner, grant.evidence, loaded.now);
    events.push(
      event(succeeded, {
        detail: { strength: grant.strength, in: flow.raises?.in, setUpBy: setters.join(' ') || undefined },
      }),
    );
    if (account.emergency === true) events.push(event('emergency.used'));
  } else if (denial !== undefined) {
    events.push(event('sign-in.denied', { detail: { reason: denial } }));
  }
  return events;
}

/** A thief may have planted the flow's cookie, and knows the old token. */
function isRenewed({ flow, isNewFlow }: Step, { decided }: Outcome): boolean {
  return !isNewFlow && flow.mode === 'cookie' && decided.flow.evidence.some((proof) => !flow.evidence.includes(proof));
}

function flowAfter(
  step: Step,
  outcome: Outcome,
  setUps: FlowRecord['setUps'],
  token: string | undefined,
): Pick<Commit, 'flow' | 'endFlow'> {
  if (!outcome.endsUngranted) {
    const next = { ...movedOn(step, outcome), setUps };
    return { flow: token === undefined ? next : { ...next, tokenHash: tokenHash(token) } };
  }
  return { endFlow: step.isNewFlow ? undefined : { id: step.flow.id } };
}

function movedOn({ flow, isNewFlow, loaded }: Step, { account, decided, proof }: Outcome): FlowRecord {
  const next: FlowRecord = {
    ...withoutPendingOf(flow, proof),
    version: isNewFlow ? 1 : flow.version + 1,
    evidence: decided.flow.evidence,
    epoch: account.epoch,
    accepts: acceptsAfter(decided.decision, account, flow.id, loaded.now),
  };
  return flow.purpose === 'sign-in' && next.started !== true ? { started: true, ...next } : next;
}

function sessionWritten(
  { flow, isNewFlow }: Step,
  session: GrantedSession,
  uses: Commit['uses'] = [],
): Pick<EngineCommit, 'newSession' | 'session' | 'endFlow' | 'uses'> {
  if (flow.raises !== undefined) return { session, endFlow: isNewFlow ? undefined : { id: flow.id } };
  if (!isNewFlow) return { newSession: { session, consumes: { flowId: flow.id } } };
  const singleUse = { key: `flow:${flow.id}`, expiresAt: flow.expiresAt };
  return { uses: [...uses, singleUse], newSession: { session, consumes: { singleUse: singleUse.key } } };
}

function guessesForgotten({ id }: AccountRecord, { proof: { rebinds } }: Outcome): Commit['clearCounters'] {
  return rebinds === undefined ? undefined : { subject: id, by: 'rebinding', authenticators: rebinds };
}

/** The holder of a passkey that another person registered may be guessing, so it clears only its own guesses. */
function countersCleared(
  { loaded: { knownDevice }, flow }: Step,
  evidence: readonly Evidence[],
  { id }: AccountRecord,
): Extract<Commit['clearCounters'], { by: 'stranger' | 'known-device' }> {
  const proved = provedHere(flow, evidence);
  const all = proved.some(({ userVerified, setUpBy: setter }) => userVerified === true && setter === undefined);
  return {
    subject: id,
    by: knownDevice === undefined ? 'stranger' : 'known-device',
    device: knownDevice,
    authenticators: all ? undefined : proved.map(({ method }) => method),
  };
}

function deviceWritten(
  { random }: Kernel,
  { userAgent }: Caller,
  { id, epoch }: AccountRecord,
  hash: string | undefined,
  now: Instant,
  evidence: readonly Evidence[],
): DeviceRecord | undefined {
  if (hash === undefined) return undefined;
  return {
    id: newId(random),
    tokenHash: hash,
    accountId: id,
    epoch,
    createdAt: now,
    lastSeenAt: now,
    proved: provedWith(
      { proved: [] },
      evidence.map(({ method }) => method),
    ),
    userAgent: keptStart(userAgent, LONGEST_USER_AGENT),
  };
}

export function withoutPendingOf(flow: FlowRecord, proof: Proof): FlowRecord {
  const method = methodOf(proof);
  if (method === undefined) return flow;
  const left = withoutChallenge(flow, method);
  return factorOf(method)?.withoutPending?.(left, method) ?? left;
}
