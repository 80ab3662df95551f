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
import { untilJudged } from '../../state/until-judged.ts';
import { identityInResponse } from './provided-identity.ts';

/** The fields of a SAML form (Bindings §3.5.4). */
const FIELDS = ['SAMLResponse', 'RelayState'];

type Fields = PostedResponse['fields'];

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

/** Judged before it is kept, so nobody fills the storage with forgeries. A cancellation needs no signature, and replaces nothing. */
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

/** Only the provider and the browser that posted know a signed response, so nobody else can compute its ticket. */
function ticketOf(fields: Readonly<Record<string, string>>): string {
  return tokenHash(FIELDS.map((name) => `${name} ${fields[name] ?? ''}`).join('\n'));
}

type Journey = Pick<PendingSso, 'provider' | 'state'>;

const LIMITS: LockoutLimits = {
  ...{ maxFailures: Number.MAX_SAFE_INTEGER, window: milliseconds(Number.MAX_SAFE_INTEGER), lockLengths: [] },
  ...{ hardLimit: MOST_FAILED_RETURNS, judgedWithin: JUDGED_WITHIN },
};

/** Anybody may post to a journey, so the number of judged responses is limited. */
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
