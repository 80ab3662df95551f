import type { Evidence, Instant } from '@sallyport/core';
import { recentEvidence, setUpBy } from '@sallyport/core';
import type { AccountRecord, Commit, DeviceRecord, EventRecord, FlowRecord } from '@sallyport/store';
import { keepsKeys } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { factorOf } from '../factors/index.ts';
import type { Proof } from '../factors/proof.ts';
import { hasIndependentProof, provedHere } from '../factors/proved-here.ts';
import type { EngineCommit, GrantedSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LONGEST_USER_AGENT } from '../kernel/limits.ts';
import { newId, newToken, tokenHash } from '../kernel/secrets/token.ts';
import { eventsOf } from '../records/events.ts';
import { type NewSession, newSession } from '../sessions/new-session.ts';
import { acceptsAfter, isUnlogged } from './flow-record.ts';
import type { Outcome } from './outcome.ts';
import type { Step } from './step.ts';

/** What a decision changes, ready to be committed, and what the client is to be handed if it is. */
export interface Change {
  readonly commit: EngineCommit;
  readonly account: AccountRecord;
  readonly session?: NewSession;
  readonly deviceToken?: string;
  readonly backupCodes?: readonly string[];
}

/** Turns a decision into one commit: the flow moves on or ends, the account is settled, a grant opens its session. */
export function changeAfter(kernel: Kernel, caller: Caller, step: Step, outcome: Outcome): Change {
  const { grant, flow: decidedFlow } = outcome.decided;
  const { evidence } = decidedFlow;
  const account = accountAfter(step, outcome);
  const shared = sharedBy(caller, step, outcome, account);
  const events = eventsAfter(kernel, caller, step, outcome);
  const handed = { account, backupCodes: outcome.proof.backupCodes };
  if (grant === undefined) {
    const clearCounters = guessesForgotten(account, outcome);
    return { commit: { clearCounters, events, ...shared, ...flowAfter(step, outcome) }, ...handed };
  }
  const { flow, loaded } = step;
  const { policy, version: policyVersion } = loaded.inForce;
  const session = newSession(kernel, caller, grant, { flow, account, policy, policyVersion, now: loaded.now });
  // A step-up makes no device known: an attacker with a stolen session would have guesses anew with each.
  const raises = flow.raises !== undefined;
  const deviceToken = loaded.knownDevice || raises ? undefined : newToken(kernel.random);
  const atHand = raises ? undefined : (deviceToken ?? caller.deviceToken);
  return {
    session,
    deviceToken,
    commit: {
      events,
      clearCounters: { rebinds: outcome.proof.rebinds, ...countersCleared(caller, step, evidence, account) },
      device: deviceWritten(kernel, caller, account, atHand, loaded.now),
      ...shared,
      ...sessionWritten(step, session.granted, shared.spend),
    },
    ...handed,
  };
}

/** The account as it is stored: the next version of it, if the outcome changes anything. */
function accountAfter(step: Step, { account, decided: { grant, flow } }: Outcome): AccountRecord {
  const settled = grant === undefined ? account : afterGrant(account, step, flow.evidence);
  return settled === step.loaded.account ? settled : { ...settled, version: settled.version + 1 };
}

function afterGrant(account: AccountRecord, step: Step, evidence: readonly Evidence[]): AccountRecord {
  const cleared = withClearedProvenance(account, step, evidence);
  return account.emergency === true ? { ...cleared, emergencyUsedAt: step.loaded.now } : cleared;
}

/** What every outcome writes: guards, the account, what was spent, and what ends with a new epoch of the account. */
function sharedBy(
  { tenant }: Caller,
  { loaded, flow, isNewFlow }: Step,
  { account: settled, proof, endsUngranted }: Outcome,
  account: AccountRecord,
): Omit<Commit, 'events' | 'opens' | 'session' | 'clearCounters'> {
  const before = loaded.account;
  // Not with a grant alone: a factor that is set up on the way to one is set up in the session as well.
  const raised = endsUngranted ? undefined : flow.raises?.session;
  const { id } = account;
  // A password was replaced: nothing of the epoch before it stays but what this change writes itself.
  const everything = account.epoch === before?.epoch ? undefined : { accountId: id };
  return {
    tenant,
    now: loaded.now,
    guards: {
      flow: isNewFlow ? undefined : { id: flow.id, version: flow.version, tokenHash: flow.tokenHash },
      account: { id, version: settled.version },
      policy: loaded.inForce.version,
      session: raised && { id: raised.id, version: raised.version },
    },
    account: account === before ? undefined : account,
    keysStay: account !== before && before !== undefined && keepsKeys(before, account) ? true : undefined,
    spend: proof.spend === undefined ? undefined : [proof.spend],
    endSessions: everything,
    forgetDevices: everything,
  };
}

/** The events of a step, in the order in which they came about. */
function eventsAfter(
  kernel: Kernel,
  caller: Caller,
  { loaded, flow }: Step,
  { account, decided: { grant }, proof, denial }: Outcome,
): EventRecord[] {
  const event = eventsOf(kernel, caller, loaded.now, {
    // As it was before: an attacker who takes the account over does not choose who is told.
    owner: loaded.account ?? account,
    flow: flow.id,
    method: methodOf(proof),
  });
  const events = isUnlogged(flow) ? [event('sign-in.started')] : [];
  for (const { type, method = methodOf(proof), detail } of proof.events ?? []) {
    events.push(event(type, { method, detail }));
  }
  if (grant !== undefined) {
    const succeeded = flow.purpose === 'step-up' ? 'step-up.succeeded' : 'sign-in.succeeded';
    // A sign-in that rests only on what somebody else set up could be that other person's.
    events.push(event(succeeded, { detail: { strength: grant.strength, setUpBy: setUpBy(grant.evidence) } }));
    if (account.emergency === true) events.push(event('emergency.used'));
  } else if (denial !== undefined) {
    events.push(event('sign-in.denied', { detail: { reason: denial } }));
  }
  return events;
}

/** Without a grant the flow moves on, or ends. */
function flowAfter(step: Step, outcome: Outcome): Pick<Commit, 'flow' | 'endFlow'> {
  if (!outcome.endsUngranted) return { flow: movedOn(step, outcome) };
  return { endFlow: step.isNewFlow ? undefined : { id: step.flow.id } };
}

/** The flow after the proof: one version on, what was used up gone. */
function movedOn({ flow, isNewFlow }: Step, { decided, proof }: Outcome): FlowRecord {
  const method = methodOf(proof);
  const kept = method === undefined ? flow : (factorOf(method)?.withoutPending?.(flow, method) ?? flow);
  const next: FlowRecord = {
    ...kept,
    version: isNewFlow ? 1 : flow.version + 1,
    evidence: decided.flow.evidence,
    accepts: acceptsAfter(decided.decision),
  };
  return flow.purpose === 'sign-in' && next.started !== true ? { started: true, ...next } : next;
}

/**
 * A new session consumes its flow, or a mark if no flow was stored. One that is raised moves on under its own id: there is never a
 * second. A sign-in ends no earlier session, not even one whose token the same client holds: it may be somebody else's.
 */
function sessionWritten(
  { flow, isNewFlow }: Step,
  session: GrantedSession,
  spend: Commit['spend'] = [],
): Pick<EngineCommit, 'opens' | 'session' | 'endFlow' | 'spend'> {
  if (flow.raises !== undefined) return { session, endFlow: isNewFlow ? undefined : { id: flow.id } };
  if (!isNewFlow) return { opens: { session, consumes: { flowId: flow.id } } };
  const mark = { key: `flow:${flow.id}`, expiresAt: flow.expiresAt };
  return { spend: [...spend, mark], opens: { session, consumes: { mark: mark.key } } };
}

/** Without a grant, the guesses at an authenticator that was bound anew. */
function guessesForgotten({ id }: AccountRecord, { proof: { rebinds } }: Outcome): Commit['clearCounters'] {
  return rebinds === undefined ? undefined : { subject: id, by: 'rebinding', authenticator: rebinds };
}

/**
 * The counters that a grant clears, for the device at hand or for strangers: those of the authenticators that were proved in this very
 * flow. A right password, or a step-up that needed no new proof, forgives no guesses at TOTP; a passkey that verified its user forgives
 * them all.
 */
function countersCleared(
  { deviceToken }: Caller,
  { loaded: { knownDevice }, flow }: Step,
  evidence: readonly Evidence[],
  { id }: AccountRecord,
): Extract<Commit['clearCounters'], { by: 'stranger' | 'known-device' }> {
  const proved = provedHere(flow, evidence);
  const all = proved.some((proof) => proof.method === 'passkey' && proof.userVerified);
  return {
    subject: id,
    by: knownDevice ? 'known-device' : 'stranger',
    device: knownDevice ? tokenHash(deviceToken) : undefined,
    authenticators: all ? undefined : proved.map(({ method }) => method),
  };
}

/** The device at hand, which the account knows from now on. */
function deviceWritten(
  { random }: Kernel,
  { userAgent }: Caller,
  { id, epoch }: AccountRecord,
  token: string | undefined,
  now: Instant,
): DeviceRecord | undefined {
  if (token === undefined) return undefined;
  return {
    id: newId(random),
    tokenHash: tokenHash(token),
    accountId: id,
    epoch,
    createdAt: now,
    lastSeenAt: now,
    userAgent: userAgent?.slice(0, LONGEST_USER_AGENT),
  };
}

/**
 * A password that was used beside something independent of the mailbox is the owner's from then on (N12): the independent proof was
 * given in this very flow, and the password a moment ago.
 */
function withClearedProvenance(
  account: AccountRecord,
  { loaded, flow }: Step,
  evidence: readonly Evidence[],
): AccountRecord {
  const { password } = account;
  if (password?.provenance !== 'mailbox' || !hasIndependentProof(provedHere(flow, evidence))) return account;
  const { now, inForce } = loaded;
  const used = recentEvidence(evidence, now, inForce.policy.recentProof).some(({ method }) => method === 'password');
  return used ? { ...account, password: { ...password, provenance: 'independent' } } : account;
}

export function methodOf({ command }: Proof): string | undefined {
  return command.type === 'ask' ? undefined : command.evidence.method;
}
