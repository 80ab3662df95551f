import type { Caller, Refusal } from '../api/index.ts';
import { beginStep } from '../attempts/begin-step.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readChallenge } from '../secrets/challenge.ts';
import { tokenHash } from '../secrets/token.ts';
import type { FlowRecord, TenantId } from '../store/records.ts';

/**
 * Keeps what a provider's page posted, once, until the request comes that has the flow's cookie. Only for a state that we made
 * ourselves: strangers fill no storage. Nothing is judged.
 */
export async function keepResponse(
  kernel: Kernel,
  { tenant }: Caller,
  id: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly state: string } | Refusal> {
  if (kernel.of(tenant).providers.get(id)?.kind !== 'saml') return { refused: 'not-found' };
  const now = kernel.now();
  const state = parameters['RelayState'] ?? '';
  const ours = readChallenge(kernel, { tenant, ceremony: 'sso', boundTo: id }, state, now);
  if (ours === undefined) return { refused: 'invalid-credentials' };
  const hash = holderHash(id, state);
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
    posted: parameters,
    openedAt: now,
    expiresAt: ours.expiresAt,
  };
  // A second response to the same question is not stored: the one that is there is judged first.
  await kernel.commit({ tenant, now, guards: {}, flow, events: [] });
  return { state };
}

/** Takes what was posted for a state: of several who ask at once, one has it. */
export async function takeResponse(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  state: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { flow, now } = await beginStep(kernel, { tenant, flowHash: holderHash(id, state), anyPurpose: true });
  if (flow?.purpose !== 'response' || flow.posted === undefined) return undefined;
  const result = await kernel.commit({
    tenant,
    now,
    guards: { flow: { id: flow.id, version: flow.version } },
    endFlow: { id: flow.id },
    events: [],
  });
  return result.outcome === 'committed' ? flow.posted : undefined;
}

/** No client's token hashes to this, so that what was posted is never anybody's flow. */
function holderHash(id: string, state: string): string {
  return `response ${tokenHash(`${id} ${state}`)}`;
}
