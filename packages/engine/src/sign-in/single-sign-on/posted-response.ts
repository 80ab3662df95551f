import type { FlowRecord, PendingSso, PostedResponse, TenantId } from '@sallyport/store';
import type { SignInProvider } from '@sallyport/store/providers';
import type { Caller, Refusal } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ROUNDS } from '../../kernel/limits.ts';
import { readChallenge } from '../../kernel/secrets/challenge.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { beginStep } from '../../records/begin-step.ts';
import { judgedBy, MOST_FAILED_RETURNS } from './judged-by.ts';

/** The fields of a SAML form (Bindings §3.5.4). Other fields are dropped. */
const FIELDS = ['SAMLResponse', 'RelayState'];

type Fields = PostedResponse['fields'];

/**
 * Stores the record to which a SAML provider's page may post its response. The page posts from another site, without the cookie of the
 * flow, so the record is separate and found by the state. A flow has one such record: the record of its earlier journey is removed.
 */
export async function awaitResponse(
  kernel: Kernel,
  { kind }: SignInProvider,
  { tenant, openedAt, expiresAt, sso: before }: FlowRecord,
  sso: PendingSso,
): Promise<void> {
  if (kind !== 'saml') return;
  const hash = holderHash(sso);
  const flow: FlowRecord = {
    schema: 1,
    tenant,
    id: hash,
    tokenHash: hash,
    version: 1,
    purpose: 'response',
    mode: 'cookie',
    subject: 'response',
    evidence: [],
    accepts: [],
    sso,
    openedAt,
    expiresAt,
  };
  const endFlow = before && { id: holderHash(before) };
  await kernel.commit({ tenant, now: kernel.now(), guards: {}, flow, endFlow, events: [] });
}

/**
 * Keeps a posted response until the request with the flow's cookie and the ticket comes. Strangers cannot fill the storage: the provider
 * first judges the response against the request of this journey, and a response that is not accepted is not kept. A cancellation needs no
 * signature, so only the word `cancelled` is kept. A browser may post twice: the same response is
 * judged and kept once, and another accepted response replaces the response that waits. A cancellation replaces nothing.
 */
export async function keepResponse(
  kernel: Kernel,
  { tenant }: Caller,
  id: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly state: string; readonly ticket: string } | Refusal> {
  const provider = kernel.of(tenant).providers.get(id);
  if (provider?.kind !== 'saml') return { refused: 'not-found' };
  const state = parameters['RelayState'] ?? '';
  if (readChallenge(kernel, { tenant, ceremony: 'sso', boundTo: id }, state, kernel.now()) === undefined)
    return { refused: 'invalid-credentials' };
  const journey = { provider: id, state };
  const fields = Object.fromEntries(Object.entries(parameters).filter(([name]) => FIELDS.includes(name)));
  const ticket = ticketOf(fields);
  const place = await reserve(kernel, tenant, journey, ticket);
  if (place === 'kept') return { state, ticket };
  if (place?.sso === undefined) return { refused: 'invalid-credentials' };
  const { callback, kept } = place.sso;
  const judged = await judgedBy(kernel, provider, { callback, state, kept, parameters: fields });
  if (isRefusal(judged) && judged.refused !== 'sign-in-cancelled') return judged;
  await keep(kernel, tenant, journey, {
    fields: isRefusal(judged) ? 'cancelled' : fields,
    ticketHash: tokenHash(ticket),
  });
  return { state, ticket };
}

/**
 * The ticket of a posted form: a hash of its fields. Only the provider and the browser that posted know a signed response, so nobody else can
 * compute its ticket.
 */
function ticketOf(fields: Readonly<Record<string, string>>): string {
  return tokenHash(FIELDS.map((name) => `${name} ${fields[name] ?? ''}`).join('\n'));
}

type Journey = Pick<PendingSso, 'provider' | 'state'>;

/**
 * Counts a response as failed before the provider judges it. Anybody may post to a journey, so the number of judged responses is limited,
 * also for concurrent posts.
 *
 * @returns the journey's record, `kept` if this response waits there already, or `undefined` if no further response is judged
 */
async function reserve(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticket: string,
): Promise<FlowRecord | 'kept' | undefined> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { flow } = await holderOf(kernel, tenant, journey);
    if (flow?.posted?.ticketHash === tokenHash(ticket)) return 'kept';
    const { failedReturns = 0 } = flow ?? {};
    if (flow === undefined || failedReturns >= MOST_FAILED_RETURNS) return undefined;
    if (await replace(kernel, { ...flow, failedReturns: failedReturns + 1 }, flow.posted)) return flow;
  }
  return undefined;
}

/**
 * Keeps an accepted response. The first accepted response takes its count back. A response that replaces another keeps its count, so that
 * the number of judged responses stays limited.
 */
async function keep(kernel: Kernel, tenant: TenantId, journey: Journey, posted: PostedResponse): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { flow } = await holderOf(kernel, tenant, journey);
    if (flow === undefined || (flow.posted !== undefined && posted.fields === 'cancelled')) return;
    const { failedReturns = 0 } = flow;
    const counted = flow.posted === undefined ? Math.max(0, failedReturns - 1) : failedReturns;
    if (await replace(kernel, { ...flow, failedReturns: counted }, posted)) return;
  }
}

/**
 * Takes the posted response of a journey, for the browser that posted the response. Of several concurrent requests, one gets the response.
 *
 * @param ticket the ticket in the request
 */
export async function takeResponse(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticket: string | undefined,
): Promise<Fields | undefined> {
  const { flow } = await holderOf(kernel, tenant, journey);
  if (flow?.posted === undefined || tokenHash(ticket) !== flow.posted.ticketHash) return undefined;
  return (await replace(kernel, flow, undefined)) ? flow.posted.fields : undefined;
}

async function holderOf(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
): Promise<{ readonly flow: FlowRecord | undefined }> {
  const { flow } = await beginStep(kernel, { tenant, flowHash: holderHash(journey), anyPurpose: true });
  return { flow: flow?.purpose === 'response' ? flow : undefined };
}

/** Returns whether the record was replaced. Returns `false` if a concurrent request was quicker. */
async function replace(kernel: Kernel, holder: FlowRecord, posted: PostedResponse | undefined): Promise<boolean> {
  const { tenant, id, version } = holder;
  const flow: FlowRecord = { ...holder, version: version + 1, posted };
  const guards = { flow: { id, version } };
  const result = await kernel.commit({ tenant, now: kernel.now(), guards, flow, events: [] });
  return result.outcome === 'committed';
}

/** No client's token has this hash, so a client can never use this record as its flow. */
function holderHash({ provider, state }: Journey): string {
  return `response ${tokenHash(`${provider} ${state}`)}`;
}
