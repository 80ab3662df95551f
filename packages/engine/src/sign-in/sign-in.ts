import { type Instant, isHostCode, openingMethods } from '@sallyport/core';
import type { FlowRecord } from '@sallyport/store';
import { isStoreUnavailable, StoreUnavailable } from '@sallyport/store';
import { endFlow } from '../acts/end-flow.ts';
import { withinOf } from '../contract/duration.ts';
import type { Caller, FlowReply, KeptTokens, OpenAnswer, Refusal, SignIn } from '../contract/index.ts';
import { PASSKEY_FOUND_WITHIN } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { enrollmentCodeAttempt } from '../factors/enrollment-code.ts';
import { hasLiveProof } from '../factors/facts.ts';
import { helpsInNow } from '../factors/help-in-code.ts';
import { factorOf } from '../factors/index.ts';
import { assertionOptions, passkeyAttempt } from '../factors/passkey-assertion.ts';
import { identifierSubject } from '../factors/password.ts';
import { within } from '../kernel/host-call.ts';
import { whenAvailable } from '../kernel/host-providers.ts';
import { unplaced } from '../kernel/in-place.ts';
import { keptValue } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { checkStepUp } from '../sessions/check-demand.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import type { Counted } from '../state/load.ts';
import { worded } from '../state/worded.ts';
import { challenge } from './challenge.ts';
import { hasOnlyVoidProofs, isOver, isSessionGone, overFor } from './flow-over.ts';
import { acceptsAtOpening, newFlow } from './flow-record.ts';
import { flowStatus } from './flow-status.ts';
import { loadInFlow } from './load-in-flow.ts';
import { recoveryStatus } from './recovery.ts';
import { openingAnswer } from './reply.ts';
import { isSendable, sendCode } from './send-code.ts';
import { stepUp } from './step-up.ts';
import { takeStep } from './take-step.ts';
import { openWithPassword, passwordInFlow } from './typed-password.ts';

export function signIn(kernel: Kernel): Undeclared<SignIn> {
  return {
    begin: (caller, input) => begin(kernel, caller, input),
    beginForAnyone: (caller, { continuation }) => openForAnyone(kernel, caller, continuation),
    status: (caller, options) => status(kernel, caller, options),
    password: (caller, { password }) => passwordInFlow(kernel, caller, password),
    passkeyOptions: async (caller) => {
      const loaded = await loadFlow(kernel, caller);
      const { flow, account } = loaded;
      const live = flow?.mode === caller.mode && !(await isOver(kernel, loaded)) ? flow : undefined;
      if (live === undefined && caller.continues === true) return { refused: 'flow-expired' };
      return assertionOptions(
        kernel,
        caller.tenant,
        live && { id: live.id, proved: hasLiveProof(live, account) },
        account,
      );
    },
    passkey: (caller, response) => passkey(kernel, caller, response),
    sendCode: (caller, method) => sendCode(kernel, caller, method),
    challenge: (caller, method) => challenge(kernel, caller, method),
    code: (caller, method, { code }) => typed(kernel, caller, method, code),
    enrollmentCode: (caller, { code, password }) =>
      whenAvailable(() => takeStep(kernel, caller, enrollmentCodeAttempt(kernel, code, password))),
    abandon: (caller) => abandon(kernel, caller),
    stepUp: async (caller, session, asked) => {
      checkStepUp(asked);
      return stepUp(kernel, caller, session, { ...asked, within: withinOf(asked) });
    },
  };
}

type Beginning = Parameters<SignIn['begin']>[1];

async function begin(kernel: Kernel, caller: Caller, given: Beginning): Promise<FlowReply | Refusal> {
  const continuation = given.continuation ?? (await continuationOf(kernel, caller));
  const { identifier, password, method } = given;
  if (password === undefined) return open(kernel, caller, { identifier, method, continuation });
  return openWithPassword(kernel, caller, { identifier, password, method, continuation });
}

/** The flow may be another account's, and the sign-in that begins is not judged in the place of that account. */
async function continuationOf(kernel: Kernel, caller: Caller): Promise<unknown> {
  if (caller.flowToken === undefined) return undefined;
  const loaded = await loadInFlow(unplaced(kernel), { tenant: caller.tenant, flowHash: tokenHash(caller.flowToken) });
  const { flow } = loaded;
  if (flow?.purpose !== 'sign-in' || flow.mode !== caller.mode || (await isSessionGone(kernel, loaded)))
    return undefined;
  return flow.continuation;
}

async function typed(kernel: Kernel, caller: Caller, method: string, code: string): Promise<FlowReply | Refusal> {
  const attempt = factorOf(method)?.typed?.(kernel, method, code);
  if (attempt === undefined || (isHostCode(method) && !isSendable(kernel, caller.tenant, method)))
    return { refused: 'not-found' };
  return takeStep(kernel, caller, attempt);
}

async function passkey(
  kernel: Kernel,
  caller: Caller,
  response: Parameters<SignIn['passkey']>[1],
): Promise<FlowReply | Refusal> {
  const reply = await takeStep(kernel, caller, passkeyAttempt(kernel, caller.tenant, response));
  if (!isRefusal(reply) || reply.refused !== 'invalid-credentials') return reply;
  return (await isNobodys(kernel, caller, response.id)) ? { ...reply, passkey: 'unknown' } : reply;
}

/** Only if the store is certain, for all tenants with this relying party id: a passkey manager deletes such a passkey. */
async function isNobodys(kernel: Kernel, { tenant }: Caller, id: string): Promise<boolean> {
  if (kernel.sharesRpId) return false;
  const { account } = await loadInFlow(kernel, { tenant, account: { kind: 'passkey', value: id } });
  if (account !== undefined) return false;
  const late = (): Error => new StoreUnavailable({ operation: 'hasPasskey' });
  try {
    return !(await within(kernel.timer, PASSKEY_FOUND_WITHIN, kernel.store.hasPasskey(id), late));
  } catch (fault) {
    if (isStoreUnavailable(fault)) return false;
    throw fault;
  }
}

async function open(kernel: Kernel, caller: Caller, input: Beginning): Promise<FlowReply | Refusal> {
  const { account, now, inForce } = await loadInFlow(kernel, {
    tenant: caller.tenant,
    account: { kind: 'identifier', value: normaliseIdentifier(input.identifier) },
  });
  const { host, directory } = kernel.of(caller.tenant);
  const listed = openingMethods(inForce.policy, host.methods);
  const owner = input.method === 'ldap' && account?.password !== undefined ? undefined : account;
  const { record, token } = newFlow(kernel, caller, now, {
    purpose: 'sign-in',
    subject: owner?.id ?? identifierSubject(kernel, caller.tenant, input.identifier),
    accountId: owner?.id,
    asked: directory === undefined ? undefined : { identifier: input.identifier, method: input.method },
    accepts: acceptsAtOpening(listed, { withDirectory: directory !== undefined }),
    continuation: input.continuation,
  });
  await kernel.commit({
    tenant: caller.tenant,
    now,
    guards: {},
    flow: record,
    // No event before an attempt: strangers could fill the log.
    events: [],
  });
  return {
    answer: openingAnswer(kernel, record),
    keep: { mode: record.mode, flow: { token, expiresAt: record.expiresAt } },
  };
}

/** Another tab may be using an open flow, so it stays. */
async function openForAnyone(kernel: Kernel, caller: Caller, continuation: unknown): Promise<{ keep: KeptTokens }> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const loaded = await loadInFlow(kernel, { tenant: caller.tenant, flowHash: tokenHash(caller.flowToken) });
    const { flow, now } = loaded;
    if (flow === undefined || !isInProgress(flow, caller) || (await isOver(kernel, loaded)))
      return openNew(kernel, caller, { now, continuation });
    const { outcome } = await kernel.commit({
      tenant: caller.tenant,
      now,
      guards: { flow: { id: flow.id, version: flow.version } },
      flow: { ...flow, version: flow.version + 1, continuation: keptValue(continuation) },
      events: [],
    });
    const { flowToken: token = '' } = caller;
    if (outcome === 'committed') return { keep: { mode: flow.mode, flow: { token, expiresAt: flow.expiresAt } } };
  }
  throw new StoreUnavailable();
}

function isInProgress({ purpose, mode }: FlowRecord, caller: Caller): boolean {
  return mode === caller.mode && purpose !== 'step-up' && purpose !== 'link';
}

async function openNew(
  kernel: Kernel,
  caller: Caller,
  { now, continuation }: { readonly now: Instant; readonly continuation: unknown },
): Promise<{ keep: KeptTokens }> {
  const facts = { purpose: 'sign-in', subject: 'anyone', accepts: ['sso', 'passkey'], forAnyone: true } as const;
  const { record, token } = newFlow(kernel, caller, now, { ...facts, continuation });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, flow: record, events: [] });
  return { keep: { mode: record.mode, flow: { token, expiresAt: record.expiresAt } } };
}

async function status(
  kernel: Kernel,
  caller: Caller,
  { local }: Parameters<SignIn['status']>[1],
): Promise<FlowReply | OpenAnswer | Refusal> {
  const loaded = await loadFlow(kernel, caller);
  // A page of a session may not complete a sign-in of another tab.
  if (caller.continues === false) return waysIn(kernel, caller, loaded, local);
  if (caller.flowToken === undefined)
    return caller.continues === true ? { refused: 'flow-expired' } : waysIn(kernel, caller, loaded, local);
  const { flow, account } = loaded;
  if (flow?.forAnyone === true && flow.mode === caller.mode && flow.evidence.length === 0)
    return waysIn(kernel, caller, loaded, local);
  if (flow === undefined || flow.mode !== caller.mode) return { refused: 'flow-expired' };
  const keep: KeptTokens = { mode: flow.mode, flow: { token: caller.flowToken, expiresAt: flow.expiresAt } };
  if (await isOver(kernel, loaded)) return overFor(caller);
  if (flow.recovery !== undefined && account !== undefined)
    return recoveryStatus(kernel, { ...loaded, flow, account }, keep);
  if (flow.evidence.length === 0) return { answer: openingAnswer(kernel, flow), keep };
  if (account === undefined) return overFor(caller);
  // The next sign-in takes a new password with the code of a help-in: this flow would take the code alone.
  const isHelpedInWithoutPassword =
    helpsInNow(loaded.inForce.policy, account, loaded.now) === 'first' && account.block === undefined;
  if (isHelpedInWithoutPassword && hasOnlyVoidProofs(flow, account)) return overFor(caller);
  return flowStatus(kernel, caller, { loaded, flow, token: caller.flowToken, isNewFlow: false }, account);
}

/** If the browser has a session, a page of the provider could replace the session without asking the person. */
function waysIn(
  kernel: Kernel,
  { tenant, mode }: Caller,
  { inForce, session }: Counted,
  local: boolean,
): FlowReply | OpenAnswer {
  const { policy } = inForce;
  const { host, providers: brought } = kernel.of(tenant);
  const methods = openingMethods(policy, host.methods);
  const preferSso = methods.includes('sso') ? policy.preferSso : undefined;
  if (preferSso === undefined || local || mode === 'token' || session !== undefined) {
    const providers = [...brought.values()].map(({ id, name }) => ({ id, name }));
    return { status: 'open', methods, providers: methods.includes('sso') ? providers : [], preferSso };
  }
  const because = worded([{ code: 'sso-preferred', params: { provider: preferSso }, source: 'tenant' }]);
  return { answer: { status: 'redirect', provider: preferSso, because }, keep: { mode } };
}

async function abandon(kernel: Kernel, caller: Caller): Promise<{ keep: KeptTokens } | Refusal> {
  const loaded = await loadFlow(kernel, caller);
  if (loaded.flow?.mode !== caller.mode) return { refused: 'flow-expired' };
  return (await endFlow(kernel, loaded)) ?? { keep: { mode: caller.mode, flow: null } };
}

function loadFlow(kernel: Kernel, caller: Caller): Promise<Counted> {
  return loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    sessionHash: tokenHash(caller.sessionToken),
  });
}
