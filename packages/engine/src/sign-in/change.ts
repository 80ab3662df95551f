import type { Evidence, Instant } from '@sallyport/core';
import { actingBesides } from '@sallyport/core';
import { provedWith } from '@sallyport/core/lockout';
import type { AccountRecord, Commit, DeviceRecord, EventRecord, FlowRecord } from '@sallyport/store';
import { keepsKeys } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { factorOf } from '../factors/index.ts';
import { methodOf, type Proof } from '../factors/proof.ts';
import { provedHere } from '../factors/proved-here.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { GrantedSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LONGEST_USER_AGENT } from '../kernel/limits.ts';
import { newId, newToken, tokenHash } from '../kernel/secrets/token.ts';
import { eventsOf } from '../records/events.ts';
import { asWritten } from '../records/written-account.ts';
import { type NewSession, newSession } from '../sessions/new-session.ts';
import { type After, accountAfter } from './account-after.ts';
import { type DeviceAtHand, deviceAtHand } from './device-at-hand.ts';
import { eventsOfProof } from './events-of-proof.ts';
import { acceptsAfter, isUnlogged, withoutChallenge } from './flow-record.ts';
import type { Outcome } from './outcome.ts';
import type { SetUpEvent } from './set-ups.ts';
import type { Step, StepOfAccount } from './step.ts';

/** The change of a decision, ready to be committed, and the values for the client after the commit. */
export interface Change {
  readonly commit: EngineCommit;
  /** The account as the flow sees it. */
  readonly account: AccountRecord;
  readonly session?: NewSession;
  /** The flow's new token, if the flow was renewed. */
  readonly flowToken?: string | undefined;
  /** The device of a granted sign-in. */
  readonly atHand?: DeviceAtHand;
  readonly backupCodes?: readonly string[];
}

/** Turns a decision into one commit: the flow moves on or ends, the account gets the proof's changes, and a grant opens its session. */
export function changeAfter(kernel: Kernel, caller: Caller, step: StepOfAccount, outcome: Outcome): Change {
  const { grant, flow: decidedFlow } = outcome.decided;
  const { evidence } = decidedFlow;
  const after = accountAfter(kernel, step, outcome);
  const { account } = after;
  const shared = sharedBy(caller, step, outcome, after, kernel.now());
  const ofProof = eventsOfProof(step, outcome, after);
  const events = eventsAfter(kernel, caller, step, outcome, ofProof.now);
  const handed = { account, backupCodes: outcome.proof.backupCodes };
  if (grant === undefined) {
    const clearCounters = guessesForgotten(account, outcome);
    const flowToken = isRenewed(step, outcome) ? newToken(kernel.random) : undefined;
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

/** The writes of every outcome: guards, the account, used single-use values, and the records that end with the account's old epoch. */
function sharedBy(
  { tenant }: Caller,
  { loaded, flow, isNewFlow, makesAccount = false }: StepOfAccount,
  { account: applied, proof, endsUngranted }: Outcome,
  { account, written }: After,
  writtenAt: Instant,
): Omit<EngineCommit, 'events' | 'newSession' | 'session' | 'clearCounters'> {
  const before = loaded.account;
  const stored = loaded.stored ?? before;
  // Also without a grant: a factor that is set up on the way to the grant depends on the session too.
  const raised = endsUngranted ? undefined : flow.raises?.session;
  const { id } = account;
  // The epoch rises with a new password, and with the loss of factors that others set up for a gained role: every session and device of the old epoch
  // ends, except those that this change writes.
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
    account: written && asWritten(loaded.inForce.policy, makesAccount ? undefined : stored, written, writtenAt),
    keysStay: written && !makesAccount && keepsKeys(stored, written) ? true : undefined,
    uses: proof.uses === undefined ? undefined : [proof.uses],
    endSessions: everything,
    forgetDevices: everything,
  };
}

/** The event of the start of a sign-in, if the log does not have the event yet. */
export function startOf(event: ReturnType<typeof eventsOf>, flow: FlowRecord, proof: Proof): EventRecord[] {
  return isUnlogged(flow) ? [event('sign-in.started', { method: proof.first?.method ?? methodOf(proof) })] : [];
}

/** The events of a step, in their order in time. */
function eventsAfter(
  kernel: Kernel,
  caller: Caller,
  { loaded, flow }: StepOfAccount,
  { account, decided: { grant }, proof, denial }: Outcome,
  ofProof: readonly SetUpEvent[],
): EventRecord[] {
  // A step-up has a session of the owner. A sign-in has nobody whom the log could name.
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
    // If the owner's own proofs are too few for a set-up, the sign-in could be of the person who set up the other factors.
    const owner = { kind: 'flow', purpose: flow.purpose === 'step-up' ? 'step-up' : 'sign-in' } as const;
    const setters = actingBesides(policy, factsOf(account, policy, loaded.now), owner, grant.evidence, loaded.now);
    events.push(
      event(succeeded, {
        detail: { strength: grant.strength, setUpBy: setters.join(' ') || undefined },
      }),
    );
    if (account.emergency === true) events.push(event('emergency.used'));
  } else if (denial !== undefined) {
    events.push(event('sign-in.denied', { detail: { reason: denial } }));
  }
  return events;
}

/**
 * Returns whether a proof gives its flow a new token. A flow's cookie may have been planted in the browser by a thief, who knows the old
 * token, and may have begun the flow with a proof. A client that keeps the token has no cookie.
 */
function isRenewed({ flow, isNewFlow }: Step, { decided }: Outcome): boolean {
  return !isNewFlow && flow.mode === 'cookie' && decided.flow.evidence.some((proof) => !flow.evidence.includes(proof));
}

/** Moves the flow on, or ends it, without a grant. */
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

/** The flow after the proof: the next version, without the used code or secret. */
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

/**
 * Opens a new session, which consumes its flow, or a single-use value if no flow was stored. A raised session keeps its id, so that there is never a
 * second session. A sign-in ends the earlier session of this account that the client has (`roomFor`), and no other one: a session of
 * another account may be somebody else's.
 */
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

/** Without a grant: clears the guesses at an authenticator that was bound anew. */
function guessesForgotten({ id }: AccountRecord, { proof: { rebinds } }: Outcome): Commit['clearCounters'] {
  return rebinds === undefined ? undefined : { subject: id, by: 'rebinding', authenticator: rebinds };
}

/**
 * The counters that a grant clears, for the known device or for unknown devices: the counters of the authenticators that were proved in
 * this flow. A right password, or a step-up without a new proof, clears no guesses at TOTP. The owner's passkey that verified its user clears
 * all guesses. A passkey that another person registered does not: its holder may be guessing.
 */
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

/** The device of the request, which the account knows from now on, with the authenticators that this sign-in proved. */
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
    userAgent: userAgent?.slice(0, LONGEST_USER_AGENT),
  };
}

/** The flow without the code or the secret that the proof answers. */
export function withoutPendingOf(flow: FlowRecord, proof: Proof): FlowRecord {
  const method = methodOf(proof);
  if (method === undefined) return flow;
  const left = withoutChallenge(flow, method);
  return factorOf(method)?.withoutPending?.(left, method) ?? left;
}
