import type { Arrival, Caller, FlowReply, Refusal, Returned } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { load } from '../attempts/load.ts';
import { isProviderUnavailable } from '../kernel/host-providers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ProvidedIdentity, SignInProvider } from '../providers/provider.ts';
import { eventsOf } from '../records/events.ts';
import { tokenHash } from '../secrets/token.ts';
import { conclude, flowFor } from '../step/take-step.ts';
import type { AccountRecord, FlowRecord, SessionRecord } from '../store/records.ts';
import { accountMadeFor, ownerByAddress, ownerOf } from './account-of.ts';
import { isSound } from './identity.ts';
import { link } from './link.ts';
import { takeResponse } from './posted-response.ts';
import { proofOfIdentity } from './proof-of-identity.ts';

const INVALID: Refusal = { refused: 'invalid-credentials' };
const LONGEST_HINT = 8 * 1_024;

/**
 * A person is back from a provider. What was posted or asked is judged by the provider, and the identity by whose flow it is: only the
 * flow's account, or for a link the session's, is taken. What failed leaves the flow where it was.
 */
export async function arrive(kernel: Kernel, caller: Caller, id: string, back: Returned): Promise<Arrival> {
  const provider = kernel.providers.get(id);
  if (provider === undefined) return { purpose: 'sign-in', result: { refused: 'not-found' } };
  const { flow } = await load(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    anyPurpose: true,
  });
  if (caller.flowToken === undefined || flow === undefined || flow.mode !== caller.mode)
    return { purpose: 'sign-in', result: { refused: 'flow-expired' } };
  const identity = await judged(kernel, provider, flow, back);
  if (flow.purpose === 'link')
    return {
      purpose: 'link',
      result: isRefusal(identity) ? identity : await link(kernel, caller, flow, provider, identity),
    };
  if (isRefusal(identity)) return { purpose: 'sign-in', result: await failed(kernel, caller, flow, identity) };
  const account = await accountFor(kernel, provider, flow, identity);
  const result =
    account === undefined
      ? await failed(kernel, caller, flow, INVALID)
      : await proved(kernel, caller, caller.flowToken, { flow, provider, identity, account });
  return { purpose: 'sign-in', result };
}

/** Who the provider says this is; a refusal if nothing that was asked for in this flow came back, or it is not believed. */
async function judged(
  kernel: Kernel,
  provider: SignInProvider,
  { sso: pending, tenant }: FlowRecord,
  { callback, parameters }: Returned,
): Promise<ProvidedIdentity | Refusal> {
  const { id, kind } = provider;
  const now = kernel.now();
  const state = parameters?.[kind === 'saml' ? 'RelayState' : 'state'];
  if (parameters === undefined || state === undefined || pending?.provider !== id || pending.expiresAt <= now)
    return INVALID;
  if (tokenHash(state) !== tokenHash(pending.state)) return INVALID;
  const response = kind === 'saml' ? await takeResponse(kernel, tenant, id, state) : parameters;
  if (response === undefined) return INVALID;
  try {
    const answer = await provider.finish({ callback, state, kept: pending.kept, parameters: response, now });
    if (answer.outcome === 'cancelled') return { refused: 'sign-in-cancelled' };
    if (answer.outcome === 'signed-in' && isSound(answer.identity)) return answer.identity;
    const why = answer.outcome === 'refused' ? answer.why : 'the identity is of no form that can be kept';
    kernel.logger.warn('what came back from a provider is not believed', { provider: id, why });
    return INVALID;
  } catch (fault) {
    if (isProviderUnavailable(fault)) return { refused: 'provider-unavailable' };
    throw fault;
  }
}

/** Whose account it is, if it is the flow's. In a step-up nothing is linked and nobody comes to be. */
async function accountFor(
  kernel: Kernel,
  provider: SignInProvider,
  { accountId, forAnyone, purpose, tenant }: FlowRecord,
  identity: ProvidedIdentity,
): Promise<AccountRecord | undefined> {
  const isOfFlow = (account: AccountRecord | undefined): boolean => forAnyone === true || account?.id === accountId;
  const owner = await ownerOf(kernel, tenant, provider.id, identity);
  if (owner === 'another-issuer') return undefined;
  if (owner !== undefined) return isOfFlow(owner) ? owner : undefined;
  if (purpose !== 'sign-in') return undefined;
  const { policy } = kernel.policies.known(tenant);
  const byAddress = await ownerByAddress(kernel, tenant, policy, provider.id, identity);
  if (byAddress !== undefined) return isOfFlow(byAddress) ? byAddress : undefined;
  return forAnyone === true ? accountMadeFor(kernel, tenant, policy, provider, identity) : undefined;
}

/** The identity is a proof like any other: decided, and committed with all that works once, on what is there now. */
async function proved(
  kernel: Kernel,
  caller: Caller,
  token: string,
  found: {
    readonly flow: FlowRecord;
    readonly provider: SignInProvider;
    readonly identity: ProvidedIdentity;
    readonly account: AccountRecord;
  },
): Promise<FlowReply | Refusal> {
  const { flow, provider, identity, account } = found;
  const loaded = await load(kernel, {
    tenant: caller.tenant,
    flowHash: flow.tokenHash,
    deviceHash: tokenHash(caller.deviceToken),
    account: { kind: 'id', value: account.id },
  });
  if (loaded.flow?.version !== flow.version || loaded.account === undefined) return INVALID;
  const { sso: _, ...rest } = flowFor(loaded.flow, loaded.account);
  const step = {
    loaded,
    flow: { ...rest, begunAt: begunAt(kernel, provider.id, identity, account) },
    token,
    fresh: false,
  };
  const proof = proofOfIdentity(kernel, provider, identity, loaded.account, loaded.now);
  const reply = await conclude(kernel, caller, step, proof);
  // What works once and was used by another at the same moment.
  return isRefusal(reply) && reply.refused === 'flow-conflict' ? INVALID : reply;
}

/** What the provider's page to sign out at wants to be told, sealed: it names the person. */
function begunAt(
  { ring }: Kernel,
  provider: string,
  { logoutHint }: ProvidedIdentity,
  { id }: AccountRecord,
): SessionRecord['begunAt'] {
  if (logoutHint === undefined || logoutHint.length > LONGEST_HINT) return { provider };
  return { provider, logoutHint: ring.seal(Buffer.from(logoutHint), `logout ${id}`) };
}

/** A failure before anything is proved is a number, since strangers can bring it about without bound; after a proof it is an event. */
async function failed(kernel: Kernel, caller: Caller, flow: FlowRecord, refusal: Refusal): Promise<Refusal> {
  if (refusal.refused !== 'invalid-credentials') return refusal;
  const now = kernel.now();
  const { tenant } = caller;
  const account =
    flow.evidence.length === 0 || flow.accountId === undefined
      ? undefined
      : await kernel.store.readAccount(tenant, flow.accountId);
  const events =
    account === undefined
      ? []
      : [eventsOf(kernel, caller, now, { owner: account, flow: flow.id, method: 'sso' })('sign-in.failed')];
  await kernel.commit({ tenant, now, guards: {}, countUnknownFailure: account === undefined, events });
  return refusal;
}
