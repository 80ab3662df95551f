import { type Instant, instant, isEarlierSignIn } from '@sallyport/core';
import { JUDGED_WITHIN } from '@sallyport/core/lockout';
import type { AccountRecord, FlowRecord, PendingSso, SessionRecord } from '@sallyport/store';
import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import { endFlow } from '../../acts/end-flow.ts';
import type { Caller, FlowReply, Refusal, Returned, SingleSignOn } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import type { Undeclared } from '../../contract/refusal-table.ts';
import { hasLiveProof } from '../../factors/facts.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { MOST_FAILED_RETURNS, MOST_TRIES } from '../../kernel/limits.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { sealedHint } from '../../sessions/logout-hint.ts';
import { deviceHashes } from '../../state/device-tokens.ts';
import { eventsOf } from '../../state/events.ts';
import { untilJudged } from '../../state/until-judged.ts';
import { accountMadeFor, ownerByAddress, ownerOf } from '../account-of.ts';
import { addressToFollow } from '../address-to-follow.ts';
import { completeStep } from '../complete-step.ts';
import { overFor } from '../flow-over.ts';
import { loadInFlow } from '../load-in-flow.ts';
import { claimedBy } from '../step.ts';
import { refusedStep } from '../take-step.ts';
import { departAgain } from './depart.ts';
import { link } from './link.ts';
import { isResponseKept, takeResponse } from './posted-response.ts';
import { proofOfIdentity } from './proof-of-identity.ts';
import { asIdentity, identityInResponse } from './provided-identity.ts';

type Arrival = Awaited<ReturnType<Undeclared<SingleSignOn>['finish']>>;

const INVALID: Refusal = { refused: 'invalid-credentials' };
const UNAVAILABLE: Refusal = { refused: 'provider-unavailable' };
const DID_NOT_ASK: Refusal = { refused: 'provider-did-not-ask' };
const LONGEST_HINT = 8 * 1_024;

/** The state is compared first: a return with a wrong state never reaches the provider. */
export async function arrive(kernel: Kernel, caller: Caller, id: string, back: Returned): Promise<Arrival> {
  const provider = kernel.of(caller.tenant).providers.get(id);
  if (provider === undefined) return { purpose: 'sign-in', result: { refused: 'not-found' } };
  const taken = await untilJudged(kernel, () => takeReturn(kernel, caller, provider, back));
  if ('result' in taken) return taken;
  const arrival = await arrivalOf(kernel, caller, taken, provider, back).catch(async (fault: unknown) => {
    await endJudgement(kernel, taken, undefined).catch(() => {});
    throw fault;
  });
  if (isRefusal(arrival.result)) await endJudgement(kernel, taken, arrival.result);
  return arrival;
}

/**
 * A provider that sees a code twice revokes its tokens (RFC 6749 §4.1.2), so concurrent returns wait. A return counts as failed while it is
 * judged.
 */
async function takeReturn(
  kernel: Kernel,
  caller: Caller,
  provider: SignInProvider,
  back: Returned,
): Promise<FlowOnJourney | Arrival | 'waits'> {
  const { tenant } = caller;
  const loaded = await loadInFlow(kernel, { tenant, flowHash: tokenHash(caller.flowToken), alsoLinks: true });
  const { flow, now } = loaded;
  if (caller.flowToken === undefined || flow === undefined || flow.mode !== caller.mode)
    return { purpose: 'sign-in', result: { refused: 'flow-expired' } };
  const purpose = flow.purpose === 'link' ? 'link' : 'sign-in';
  const pending = journeyOf(provider, flow, back, now);
  if (pending?.judgedUntil !== undefined && pending.judgedUntil > now) return 'waits';
  const { failedReturns = 0 } = flow;
  if (pending !== undefined && failedReturns >= MOST_FAILED_RETURNS) {
    await endFlow(kernel, loaded);
    return { purpose, result: overFor(caller) };
  }
  const isJudged =
    pending !== undefined &&
    (provider.kind !== 'saml' || (await isResponseKept(kernel, tenant, pending, back.parameters?.['ticket'])));
  if (!isJudged) {
    // A holder of the flow could send any number of unjudged returns.
    await kernel.commit({ tenant, now: kernel.now(), guards: {}, events: [], countUnknownFailure: true });
    return { purpose, result: INVALID };
  }
  const sso = { ...pending, judgedUntil: instant(now + JUDGED_WITHIN) };
  const { id, version } = flow;
  const next: FlowRecord = { ...flow, sso, failedReturns: failedReturns + 1, version: version + 1 };
  const result = await kernel.commit({ tenant, now, guards: { flow: { id, version } }, flow: next, events: [] });
  return result.outcome === 'committed' ? { flow: next, pending: sso } : 'waits';
}

function journeyOf(
  { id, kind }: SignInProvider,
  { sso: pending }: FlowRecord,
  { parameters }: Returned,
  now: Instant,
): PendingSso | undefined {
  const state = parameters?.[kind === 'saml' ? 'RelayState' : 'state'];
  if (state === undefined || pending?.provider !== id || pending.expiresAt <= now) return undefined;
  return tokenHash(state) === tokenHash(pending.state) ? pending : undefined;
}

async function endJudgement(kernel: Kernel, taken: FlowOnJourney, refusal: Refusal | undefined): Promise<void> {
  const { judgedUntil, ...pending } = taken.pending;
  let flow: FlowRecord | undefined = taken.flow;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { tenant, id, version, sso, tokenHash: flowHash } = flow;
    if (sso?.state !== pending.state || sso.judgedUntil !== judgedUntil) return;
    const left = refusal?.refused === 'sign-in-cancelled' ? uncounted(flow) : flow;
    const next: FlowRecord = { ...left, version: version + 1, sso: pending };
    const guards = { flow: { id, version } };
    const result = await kernel.commit({ tenant, now: kernel.now(), guards, flow: next, events: [] });
    if (result.outcome === 'committed') return;
    ({ flow } = await loadInFlow(kernel, { tenant, flowHash, alsoLinks: true }));
    if (flow === undefined) return;
  }
}

function uncounted({ failedReturns = 0, ...flow }: FlowRecord): FlowRecord {
  return failedReturns > 1 ? { ...flow, failedReturns: failedReturns - 1 } : flow;
}

interface FlowOnJourney {
  readonly flow: FlowRecord;
  readonly pending: PendingSso;
}

async function arrivalOf(
  kernel: Kernel,
  caller: Caller,
  taken: FlowOnJourney,
  provider: SignInProvider,
  back: Returned,
): Promise<Arrival> {
  const { flow, pending } = taken;
  const response = await identityOf(kernel, provider, taken, back);
  const again =
    response === 'expired' ? await departAgain(kernel, caller, provider, uncounted(flow), pending) : undefined;
  if (again !== undefined) return { purpose: flow.purpose === 'link' ? 'link' : 'sign-in', result: again };
  const identity = response === 'expired' ? UNAVAILABLE : response;
  const isEarlier = !isRefusal(identity) && isAnsweredByEarlier(taken, identity, kernel.now());
  const judged = isEarlier && pending.asksAnew === 'person' ? DID_NOT_ASK : identity;
  const notOwn = isEarlier ? DID_NOT_ASK : INVALID;
  if (flow.purpose === 'link') {
    const result = isRefusal(judged) ? judged : await link(kernel, caller, flow, provider, judged);
    return { purpose: 'link', result: isRefusal(result) && result.refused === INVALID.refused ? notOwn : result };
  }
  if (isRefusal(judged)) return { purpose: 'sign-in', result: await returnFailed(kernel, caller, flow, judged) };
  const account = await accountOfReturn(kernel, provider, flow, judged);
  if (account !== undefined && isRefusal(account)) return { purpose: 'sign-in', result: account };
  const result =
    account === undefined
      ? await returnFailed(kernel, caller, flow, notOwn)
      : await proved(kernel, caller, caller.flowToken ?? '', { ...taken, provider, identity: judged, account });
  return { purpose: 'sign-in', result };
}

function isAnsweredByEarlier({ flow, pending }: FlowOnJourney, { authTime }: ProvidedIdentity, now: Instant): boolean {
  const asked = { askedAt: pending.leftAt, within: flow.raises?.within, now };
  return pending.asksAnew !== undefined && isEarlierSignIn(authTime, asked);
}

async function identityOf(
  kernel: Kernel,
  provider: SignInProvider,
  { flow, pending }: FlowOnJourney,
  { callback, parameters = {} }: Returned,
): Promise<ProvidedIdentity | 'expired' | Refusal> {
  const { state, kept } = pending;
  const response =
    provider.kind === 'saml' ? await takeResponse(kernel, flow.tenant, pending, parameters['ticket']) : parameters;
  if (response === undefined) return INVALID;
  if (response === 'cancelled') return { refused: 'sign-in-cancelled' };
  return identityInResponse(kernel, provider, { callback, state, kept, parameters: response });
}

async function accountOfReturn(
  kernel: Kernel,
  provider: SignInProvider,
  { accountId, forAnyone, purpose, tenant }: FlowRecord,
  identity: ProvidedIdentity,
): Promise<AccountRecord | Refusal | undefined> {
  const isOfFlow = (account: AccountRecord | undefined): boolean => forAnyone === true || account?.id === accountId;
  const known = asIdentity(provider, identity);
  const owner = await ownerOf(kernel, tenant, known);
  if (owner === 'another-issuer') return undefined;
  if (owner !== undefined) return isOfFlow(owner) ? owner : undefined;
  if (purpose !== 'sign-in') return undefined;
  const { policy } = kernel.policies.known(tenant);
  const byAddress = await ownerByAddress(kernel, tenant, policy, known);
  if (byAddress !== undefined) return isOfFlow(byAddress) ? byAddress : undefined;
  return forAnyone === true ? accountMadeFor(kernel, tenant, policy, known) : undefined;
}

async function proved(
  kernel: Kernel,
  caller: Caller,
  token: string,
  found: FlowOnJourney & {
    readonly provider: SignInProvider;
    readonly identity: ProvidedIdentity;
    readonly account: AccountRecord;
  },
): Promise<FlowReply | Refusal> {
  const { flow, pending, provider, identity, account } = found;
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: flow.tokenHash,
    deviceHashes: deviceHashes(caller),
    account: { kind: 'id', value: account.id },
  });
  if (loaded.flow?.version !== flow.version || loaded.account === undefined) return INVALID;
  const refused = await refusedStep(kernel, caller, loaded, { method: 'sso' });
  if (refused !== undefined) return refused;
  const { sso: _, newAddress: __, ...left } = uncounted(loaded.flow);
  const address =
    flow.purpose === 'sign-in'
      ? addressToFollow(loaded.inForce.policy, loaded.account, {
          ...asIdentity(provider, identity),
          askedAt: pending.leftAt,
        })
      : undefined;
  const newAddress = address && { provider: provider.id, address, leftAt: pending.leftAt };
  const own = claimedBy(left, loaded.account);
  const step = {
    loaded,
    flow: { ...own, begunAt: begunAt(kernel, provider.id, identity, account), ...(newAddress && { newAddress }) },
    token,
    isNewFlow: false,
  };
  const proof = proofOfIdentity(kernel, provider, identity, loaded.account, { now: loaded.now, pending });
  const reply = await completeStep(kernel, caller, step, proof);
  if (!isRefusal(reply)) return reply;
  if (reply.refused === 'flow-conflict') return INVALID;
  return reply.because === undefined || reply.keep !== undefined
    ? reply
    : { ...reply, keep: { mode: flow.mode, flow: null } };
}

function begunAt(
  kernel: Kernel,
  provider: string,
  { logoutHint }: ProvidedIdentity,
  { id }: AccountRecord,
): SessionRecord['begunAt'] {
  if (logoutHint === undefined || logoutHint.length > LONGEST_HINT) return { provider };
  return { provider, logoutHint: sealedHint(kernel, id, logoutHint) };
}

/** Before a proof, anybody can cause any number of failures. */
async function returnFailed(kernel: Kernel, caller: Caller, flow: FlowRecord, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== INVALID.refused && refusal.refused !== DID_NOT_ASK.refused) return refusal;
  const now = kernel.now();
  const { tenant } = caller;
  const account = flow.accountId === undefined ? undefined : await kernel.store.readAccount(tenant, flow.accountId);
  const owner = hasLiveProof(flow, account) ? account : undefined;
  const events =
    owner === undefined
      ? []
      : [eventsOf(kernel, caller, now, { owner, flow: flow.id, method: 'sso' })('sign-in.failed')];
  await kernel.commit({ tenant, now, guards: {}, countUnknownFailure: owner === undefined, events });
  return refusal;
}
