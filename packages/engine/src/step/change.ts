import type { Evidence, Grant, Instant } from '@sallyport/core';
import type { Caller } from '../api/index.ts';
import type { Proof } from '../factors/proof.ts';
import { hasIndependentProof, provedHere, recent } from '../factors/proved-here.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { newId, newToken, tokenHash } from '../secrets/token.ts';
import { type NewSession, newSession } from '../sessions/new-session.ts';
import type { Commit } from '../store/port.ts';
import type { AccountRecord, DeviceRecord, EventRecord, FlowRecord, SessionRecord } from '../store/records.ts';
import { acceptsAfter, isUnlogged } from './flow-record.ts';
import type { Outcome } from './settled.ts';
import type { Step } from './step.ts';

/** What a decision changes, ready to be committed, and what the client is to be handed if it is. */
export interface Change {
  readonly commit: Commit;
  readonly account: AccountRecord;
  readonly session?: NewSession;
  readonly deviceToken?: string;
  readonly backupCodes?: readonly string[];
}

/** Turns a decision into one commit: the flow moves on or ends, the account is settled, a grant opens its session. */
export function changeAfter(kernel: Kernel, caller: Caller, step: Step, outcome: Outcome): Change {
  const { loaded, flow, fresh } = step;
  const { decided, proof, denial, ends } = outcome;
  const { now, inForce } = loaded;
  const { grant } = decided;
  const event = eventsOf(kernel, caller, now, {
    // As it was before: whoever takes the account over does not choose who hears of it.
    owner: loaded.account ?? outcome.account,
    flow: flow.id,
    method: methodOf(proof),
  });
  const started = isUnlogged(flow) ? [event('sign-in.started')] : [];
  const proved = (proof.events ?? []).map(({ type, method, detail }) =>
    event(type, { method: method ?? methodOf(proof), detail }),
  );
  const account = grant === undefined ? outcome.account : withClearedProvenance(outcome.account, step, grant);
  const written = account === loaded.account ? account : { ...account, version: account.version + 1 };
  const shared = {
    tenant: caller.tenant,
    now,
    guards: {
      ...(fresh ? {} : { flow: { id: flow.id, version: flow.version } }),
      account: { id: account.id, version: account.version },
      policy: inForce.version,
      // Not a grant alone: a factor that is set up on the way to one is set up in the session as well.
      ...(ends || flow.raises === undefined
        ? {}
        : { session: { id: flow.raises.session.id, version: flow.raises.session.version } }),
    },
    ...(written === account ? {} : { account: written }),
    spend: proof.spend === undefined ? undefined : [proof.spend],
    // A password was replaced: nothing of the epoch before it stays but what this change writes itself.
    ...(written.epoch === loaded.account?.epoch
      ? {}
      : { endSessions: { accountId: account.id }, forgetDevices: { accountId: account.id } }),
    clearCounters:
      proof.rebinds === undefined
        ? undefined
        : ({ subject: account.id, by: 'rebinding', authenticator: proof.rebinds } as const),
  };
  const handed = { account: written, backupCodes: proof.backupCodes };

  if (grant !== undefined) {
    const session = newSession(kernel, caller, grant, {
      flow,
      account: written,
      policy: inForce.policy,
      policyVersion: inForce.version,
      now,
    });
    // A step-up makes no device known: whoever stole a session would have guesses anew with each.
    const raises = flow.raises !== undefined;
    const deviceToken = loaded.knownDevice || raises ? undefined : newToken(kernel.random);
    const atHand = raises ? undefined : (deviceToken ?? caller.deviceToken);
    return {
      ...handed,
      session,
      deviceToken,
      commit: {
        ...shared,
        ...sessionOf(step, session.record, shared.spend),
        clearCounters: {
          subject: account.id,
          by: loaded.knownDevice ? 'known-device' : 'stranger',
          ...(loaded.knownDevice && caller.deviceToken !== undefined ? { device: tokenHash(caller.deviceToken) } : {}),
          ...forgivenBy(provedHere(flow, grant.evidence)),
        },
        device: atHand === undefined ? undefined : deviceOf(kernel, caller, written, atHand, now),
        events: [
          ...started,
          ...proved,
          event(flow.purpose === 'step-up' ? 'step-up.succeeded' : 'sign-in.succeeded', {
            detail: { strength: grant.strength },
          }),
          ...emergencyEvents(account, event),
        ],
      },
    };
  }
  const denials = denial === undefined ? [] : [event('sign-in.denied', { detail: { reason: denial } })];
  const events = [...started, ...proved, ...denials];
  if (ends) return { ...handed, commit: { ...shared, events, ...(fresh ? {} : { endFlow: { id: flow.id } }) } };
  return { ...handed, commit: { ...shared, events, flow: movedOn(step, outcome) } };
}

/** A new session consumes its flow, or a mark where no flow was stored. One that is raised moves on under its own id: there is never a second. */
function sessionOf(
  { flow, fresh }: Step,
  session: SessionRecord,
  spend: Commit['spend'] = [],
): Pick<Commit, 'opens' | 'session' | 'endFlow' | 'spend'> {
  if (flow.raises !== undefined) return { session, ...(fresh ? {} : { endFlow: { id: flow.id } }) };
  if (!fresh) return { opens: { session, consumes: { flowId: flow.id } } };
  const mark = { key: `flow:${flow.id}`, expiresAt: flow.expiresAt };
  return { spend: [...spend, mark], opens: { session, consumes: { mark: mark.key } } };
}

function deviceOf(
  { random }: Kernel,
  { userAgent }: Caller,
  { id, epoch }: AccountRecord,
  token: string,
  now: Instant,
): DeviceRecord {
  return {
    id: newId(random),
    tokenHash: tokenHash(token),
    accountId: id,
    epoch,
    createdAt: now,
    lastSeenAt: now,
    userAgent: userAgent?.slice(0, 300),
  };
}

/** The flow after the proof: one version on, what was used up gone. */
function movedOn({ flow, fresh }: Step, { decided, proof }: Outcome): FlowRecord {
  const { emailCode, pendingTotp, ...kept } = flow;
  const method = methodOf(proof);
  return {
    ...kept,
    ...(emailCode === undefined || method === 'email-code' ? {} : { emailCode }),
    ...(pendingTotp === undefined || method === 'totp' ? {} : { pendingTotp }),
    ...(flow.purpose === 'sign-in' ? { started: true } : {}),
    version: fresh ? 1 : flow.version + 1,
    evidence: decided.flow.evidence,
    accepts: acceptsAfter(decided.decision),
  };
}

/**
 * The authenticators at which a grant forgives wrong guesses: those that were proved in this very flow. A right password, or a
 * step-up that needed no new proof, forgives no guesses at TOTP; a passkey that verified its user forgives them all.
 */
function forgivenBy(proved: readonly Evidence[]): { readonly authenticators?: readonly string[] } {
  if (proved.some((proof) => proof.method === 'passkey' && proof.userVerified)) return {};
  return { authenticators: proved.map(({ method }) => method) };
}

/**
 * A password that was used beside something independent of the mailbox is the owner's from then on (N12): the independent proof was
 * given in this very flow, and the password a moment ago.
 */
function withClearedProvenance(account: AccountRecord, { loaded, flow }: Step, grant: Grant): AccountRecord {
  const { password } = account;
  if (password?.provenance !== 'mailbox' || !hasIndependentProof(provedHere(flow, grant.evidence))) return account;
  const { now, inForce } = loaded;
  const used = recent(grant.evidence, now, inForce.policy.recentProof).some(({ method }) => method === 'password');
  return used ? { ...account, password: { ...password, provenance: 'independent' } } : account;
}

function emergencyEvents(account: AccountRecord, event: (type: 'emergency.used') => EventRecord): EventRecord[] {
  return account.emergency === true ? [event('emergency.used')] : [];
}

function methodOf({ command }: Proof): string | undefined {
  return command.type === 'ask' ? undefined : command.evidence.method;
}
