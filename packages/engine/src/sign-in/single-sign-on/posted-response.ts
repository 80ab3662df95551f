import { type LockoutLimits, milliseconds } from '@sallyport/core';
import { JUDGED_WITHIN, NO_ATTEMPTS, reserveAttempt } from '@sallyport/core/lockout';
import type { FlowRecord, PendingSso, PostedResponse, SamlRequestRecord, TenantId } from '@sallyport/store';
import type { SignInProvider } from '@sallyport/store/providers';
import type { Caller, Refusal } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { MOST_FAILED_RETURNS, MOST_TRIES } from '../../kernel/limits.ts';
import { readChallenge } from '../../kernel/secrets/challenge.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { untilJudged } from '../../records/until-judged.ts';
import { identityInResponse } from './provided-identity.ts';

/** The fields of a SAML form (Bindings §3.5.4). Other fields are dropped. */
const FIELDS = ['SAMLResponse', 'RelayState'];

type Fields = PostedResponse['fields'];

/**
 * Stores the request to which a SAML provider's page may post its response. A flow has one such request: the request of its earlier
 * journey is removed, also if the flow goes to another kind of provider now.
 */
export async function awaitResponse(
  kernel: Kernel,
  { kind }: SignInProvider,
  { tenant, expiresAt, sso: before }: FlowRecord,
  sso: PendingSso,
): Promise<void> {
  const { callback, kept } = sso;
  const samlRequest: SamlRequestRecord | undefined =
    kind === 'saml'
      ? { schema: 1, tenant, id: requestId(sso), version: 1, callback, kept, failedResponses: 0, expiresAt }
      : undefined;
  const endSamlRequest = before && { id: requestId(before) };
  if (samlRequest === undefined && endSamlRequest === undefined) return;
  await kernel.commit({ tenant, now: kernel.now(), guards: {}, samlRequest, endSamlRequest, events: [] });
}

/**
 * Keeps a posted response until the request with the flow's cookie and the ticket comes. Nobody can fill the storage with forged responses: the provider
 * first judges the response against the request of this journey, and a response that is not accepted is not kept. A cancellation needs no
 * signature, so only the word `cancelled` is kept. A browser may post twice: the same response is judged and kept once, however many posts come at
 * once, and another accepted response replaces the response that waits. A cancellation replaces nothing.
 *
 * @returns the ticket of the kept response, or a refusal if no response is kept for a ticket
 */
export async function keepResponse(
  kernel: Kernel,
  { tenant }: Caller,
  id: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly ticket: string } | Refusal> {
  const provider = kernel.of(tenant).providers.get(id);
  if (provider?.kind !== 'saml') return { refused: 'not-found' };
  const state = parameters['RelayState'] ?? '';
  if (readChallenge(kernel, { tenant, ceremony: 'sso', boundTo: id }, state, kernel.now()) === undefined)
    return { refused: 'invalid-credentials' };
  const journey = { provider: id, state };
  const fields = Object.fromEntries(Object.entries(parameters).filter(([name]) => FIELDS.includes(name)));
  const ticket = ticketOf(fields);
  const ticketHash = tokenHash(ticket);
  const begun = await reserve(kernel, tenant, journey, ticketHash);
  if (begun === 'kept') return { ticket };
  if (begun === 'refused') return { refused: 'invalid-credentials' };
  const { callback, kept } = begun;
  const failed = (): Promise<boolean> => settle(kernel, tenant, journey, ticketHash);
  const identity = await identityInResponse(kernel, provider, { callback, state, kept, parameters: fields }).catch(
    async (fault: unknown) => {
      await failed();
      throw fault;
    },
  );
  if (isRefusal(identity) && identity.refused !== 'sign-in-cancelled') {
    await failed();
    return identity;
  }
  const response: PostedResponse = { fields: isRefusal(identity) ? 'cancelled' : fields, ticketHash };
  return (await settle(kernel, tenant, journey, ticketHash, response))
    ? { ticket }
    : { refused: 'invalid-credentials' };
}

/**
 * The ticket of a posted form: a hash of its fields. Only the provider and the browser that posted know a signed response, so nobody else can
 * compute its ticket.
 */
function ticketOf(fields: Readonly<Record<string, string>>): string {
  return tokenHash(FIELDS.map((name) => `${name} ${fields[name] ?? ''}`).join('\n'));
}

type Journey = Pick<PendingSso, 'provider' | 'state'>;

/** The limits of judged responses: so many failures, and no lock that ends. */
const LIMITS: LockoutLimits = {
  ...{ maxFailures: Number.MAX_SAFE_INTEGER, window: milliseconds(Number.MAX_SAFE_INTEGER), lockLengths: [] },
  ...{ hardLimit: MOST_FAILED_RETURNS, judgedWithin: JUDGED_WITHIN },
};

/**
 * Counts a response before the provider judges it. Anybody may post to a journey, so the number of judged responses is limited, also for concurrent
 * posts. What is being judged is no failure: another response waits while responses that are being judged fill the limit, and the same response waits
 * for its own judgement.
 *
 * @returns the journey's request, `kept` if this response waits there already, or `refused` if no further response is judged
 * @throws GuessesBusy if the response has to wait for ten seconds
 */
function reserve(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticketHash: string,
): Promise<SamlRequestRecord | 'kept' | 'refused'> {
  return untilJudged(kernel, async () => {
    const request = await requestOf(kernel, tenant, journey);
    if (request === undefined) return 'refused';
    if (request.response?.ticketHash === ticketHash) return 'kept';
    const now = kernel.now();
    const judging = (request.judging ?? []).filter(({ until }) => until > now);
    if (judging.some((other) => other.ticketHash === ticketHash)) return 'waits';
    const open = judging.map(({ until }) => until);
    const attempt = reserveAttempt({ ...NO_ATTEMPTS, total: request.failedResponses, open }, LIMITS, now);
    if (!attempt.admitted) return attempt.waits ? 'waits' : 'refused';
    const own = { ticketHash, until: attempt.reservation.until };
    const counted = { failedResponses: attempt.counter.total, judging: [...judging, own] };
    return (await replace(kernel, request, counted)) ? request : 'waits';
  });
}

/**
 * Ends the judgement of a response. A failure stays counted. The first accepted response takes its count back. A response that replaces an accepted
 * response keeps the count, which limits the number of judged responses.
 *
 * @param response the accepted response, to be stored
 * @returns `false` if nothing was stored: the journey is over, an accepted response waits where this one is a cancellation, or other posts were
 *   quicker in every try
 */
async function settle(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticketHash: string,
  response?: PostedResponse,
): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const request = await requestOf(kernel, tenant, journey);
    if (request === undefined) return false;
    const judging = request.judging?.filter((other) => other.ticketHash !== ticketHash);
    const isKept = response !== undefined && (request.response === undefined || response.fields !== 'cancelled');
    const forgiven = isKept && request.response === undefined ? 1 : 0;
    const failedResponses = Math.max(0, request.failedResponses - forgiven);
    const next = { failedResponses, judging: judging?.length === 0 ? undefined : judging };
    if (await replace(kernel, request, isKept ? { ...next, response } : next)) return isKept;
  }
  return false;
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
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const request = await waitingFor(kernel, tenant, journey, ticket);
    if (request === undefined) return undefined;
    if (await replace(kernel, request, { response: undefined })) return request.response.fields;
  }
  return undefined;
}

/** Returns whether an accepted response waits for this ticket. */
export async function isResponseKept(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticket: string | undefined,
): Promise<boolean> {
  return (await waitingFor(kernel, tenant, journey, ticket)) !== undefined;
}

async function waitingFor(
  kernel: Kernel,
  tenant: TenantId,
  journey: Journey,
  ticket: string | undefined,
): Promise<(SamlRequestRecord & { readonly response: PostedResponse }) | undefined> {
  const request = await requestOf(kernel, tenant, journey);
  if (request?.response === undefined || tokenHash(ticket) !== request.response.ticketHash) return undefined;
  return { ...request, response: request.response };
}

function requestOf(kernel: Kernel, tenant: TenantId, journey: Journey): Promise<SamlRequestRecord | undefined> {
  return kernel.store.readSamlRequest(tenant, requestId(journey), kernel.now());
}

/** Returns whether the request was replaced. Returns `false` if a concurrent request was quicker. */
async function replace(
  kernel: Kernel,
  request: SamlRequestRecord,
  next: Partial<Pick<SamlRequestRecord, 'failedResponses' | 'judging' | 'response'>>,
): Promise<boolean> {
  const { tenant, id, version } = request;
  const samlRequest: SamlRequestRecord = { ...request, ...next, version: version + 1 };
  const guards = { samlRequest: { id, version } };
  const result = await kernel.commit({ tenant, now: kernel.now(), guards, samlRequest, events: [] });
  return result.outcome === 'committed';
}

function requestId({ provider, state }: Journey): string {
  return tokenHash(`${provider} ${state}`);
}
