import { type Instant, instant, judge, type Policy } from '@sallyport/core';
import type { FlowRecord, PendingSso } from '@sallyport/store';
import type { ProviderRequest, SignInProvider } from '@sallyport/store/providers';
import { checkedRecords } from '../../acts/checked-session.ts';
import { refusalOf } from '../../acts/refused-act.ts';
import type { Caller, Departure, LiveSession, Refusal } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { evidenceForActs } from '../../factors/facts.ts';
import { questionOf } from '../../factors/question.ts';
import { externalIdAt } from '../../factors/sso-and-ldap.ts';
import { whenAvailable } from '../../kernel/host-providers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { newChallenge } from '../../kernel/secrets/challenge.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import type { Loaded } from '../../state/load.ts';
import { decideIn } from '../decide-in.ts';
import { isOver, overFor } from '../flow-over.ts';
import { newFlow } from '../flow-record.ts';
import { loadInFlow } from '../load-in-flow.ts';
import { linkBeginning } from './link-beginning.ts';
import { awaitResponse } from './posted-response.ts';

const COOKIES_ONLY: Refusal = {
  refused: 'malformed-input',
  errors: [{ path: '', message: 'single sign-on goes by cookies: Sallyport-Client: token is not for it' }],
};

function providerFor(kernel: Kernel, { tenant, mode }: Caller, id: string): SignInProvider | Refusal {
  const provider = kernel.of(tenant).providers.get(id);
  if (provider === undefined) return { refused: 'not-found' };
  return mode === 'token' ? COOKIES_ONLY : provider;
}

export async function depart(
  kernel: Kernel,
  caller: Caller,
  id: string,
  { callback, asksWho = false }: { readonly callback: string; readonly asksWho?: boolean },
): Promise<Departure | Refusal> {
  const provider = providerFor(kernel, caller, id);
  if (isRefusal(provider)) return provider;
  const loaded = await loadInFlow(kernel, { tenant: caller.tenant, flowHash: tokenHash(caller.flowToken) });
  const open = loaded.flow?.mode === 'cookie' ? loaded.flow : undefined;
  if (open === undefined || caller.flowToken === undefined)
    return caller.continues === true
      ? { refused: 'flow-expired' }
      : opened(kernel, caller, loaded, provider, { callback, asksWho });
  if (await isOver(kernel, loaded)) return overFor(caller);
  if (!open.accepts.includes('sso'))
    return { refused: open.evidence.length === 0 ? 'invalid-credentials' : 'method-not-allowed' };
  const { location, sso } = await beginJourney(kernel, loaded, provider, callback, open, {
    within: open.raises?.within,
    asksWho: asksWho || hasFailed(open, loaded.now),
    asksAnew: isTooOld(loaded, open, id),
    byPerson: asksWho || open.raises?.within !== undefined,
  });
  const result = await kernel.commit({
    tenant: caller.tenant,
    now: loaded.now,
    guards: { flow: { id: open.id, version: open.version } },
    flow: { ...open, version: open.version + 1, sso },
    events: [],
  });
  if (result.outcome !== 'committed') return { refused: 'flow-conflict' };
  await awaitResponse(kernel, provider, open, sso);
  return { location, keep: { mode: 'cookie', flow: { token: caller.flowToken, expiresAt: open.expiresAt } } };
}

async function opened(
  kernel: Kernel,
  caller: Caller,
  loaded: Loaded,
  provider: SignInProvider,
  { callback, asksWho }: { readonly callback: string; readonly asksWho: boolean },
): Promise<Departure> {
  const { record, token } = newFlow(kernel, caller, loaded.now, {
    purpose: 'sign-in',
    subject: 'anyone',
    accepts: ['sso', 'passkey'],
  });
  const asked = { asksWho, byPerson: asksWho };
  return departIn(kernel, loaded, provider, callback, { record: { ...record, forAnyone: true }, token }, asked);
}

export async function departToLink(
  kernel: Kernel,
  caller: Caller,
  session: LiveSession,
  id: string,
  callback: string,
): Promise<Departure | Refusal> {
  const provider = providerFor(kernel, caller, id);
  if (isRefusal(provider)) return provider;
  const { account, record: checked } = checkedRecords(session);
  if (externalIdAt(account, id) !== undefined) return { refused: 'already-exists' };
  const { policy } = kernel.policies.known(caller.tenant);
  const evidence = evidenceForActs(account, checked.evidence);
  const question = questionOf(policy, { actor: { kind: 'session' }, evidence, now: kernel.now() }, account);
  const refused = refusalOf(judge(policy, { type: 'link', method: 'sso', provider: id }, question));
  if (refused !== undefined) return refused;
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    alsoLinks: true,
  });
  const { record, token } = newFlow(kernel, caller, loaded.now, {
    purpose: 'link',
    subject: `link:${session.id}`,
    accepts: [],
  });
  const linksFor = linkBeginning(session.id, account, { policy, evidence, now: loaded.now });
  const asksWho = loaded.flow?.purpose === 'link' && hasFailed(loaded.flow, loaded.now);
  return departIn(kernel, loaded, provider, callback, { record: { ...record, linksFor }, token }, { asksWho });
}

/** The flow accepts the provider although the person came from there, or a proof from before the owner's reaction counts no more. */
function isTooOld({ account }: Loaded, { evidence, raises }: FlowRecord, provider: string): boolean {
  if (evidence.some((proof) => proof.provider === provider)) return true;
  return raises === undefined && account?.disowned !== undefined;
}

/** The provider may know the browser as somebody else, and would answer the same again. */
function hasFailed({ failedReturns = 0, sso }: FlowRecord, now: Instant): boolean {
  const isJudging = sso?.judgedUntil !== undefined && sso.judgedUntil > now;
  return failedReturns > (isJudging ? 1 : 0);
}

export async function departAgain(
  kernel: Kernel,
  { tenant, flowToken }: Caller,
  provider: SignInProvider,
  flow: FlowRecord,
  { callback, asksAnew, isSecond }: PendingSso,
): Promise<Departure | undefined> {
  const loaded = await loadInFlow(kernel, { tenant, flowHash: flow.tokenHash, alsoLinks: true });
  if (isSecond === true || flowToken === undefined || loaded.flow?.version !== flow.version) return undefined;
  const away = await whenAvailable(() =>
    beginJourney(kernel, loaded, provider, callback, flow, {
      within: flow.raises?.within,
      asksWho: asksAnew !== undefined,
      byPerson: asksAnew === 'person',
    }),
  );
  if (isRefusal(away)) return undefined;
  const { id, version, expiresAt } = flow;
  const next: FlowRecord = { ...flow, version: version + 1, sso: { ...away.sso, isSecond: true } };
  const guards = { flow: { id, version } };
  const { outcome } = await kernel.commit({ tenant, now: loaded.now, guards, flow: next, events: [] });
  if (outcome !== 'committed') return undefined;
  return { location: away.location, keep: { mode: 'cookie', flow: { token: flowToken, expiresAt } } };
}

type Asked = Pick<ProviderRequest, 'within' | 'asksWho' | 'asksAnew'> & { readonly byPerson?: boolean };

async function departIn(
  kernel: Kernel,
  loaded: Loaded,
  provider: SignInProvider,
  callback: string,
  { record, token }: ReturnType<typeof newFlow>,
  asked?: Asked,
): Promise<Departure> {
  const { location, sso } = await beginJourney(kernel, loaded, provider, callback, record, asked);
  const flow: FlowRecord = { ...record, sso };
  await kernel.commit({ tenant: flow.tenant, now: loaded.now, guards: {}, flow, events: [] });
  await awaitResponse(kernel, provider, record, sso);
  return { location, keep: { mode: 'cookie', flow: { token, expiresAt: flow.expiresAt } } };
}

async function beginJourney(
  kernel: Kernel,
  loaded: Loaded,
  provider: SignInProvider,
  callback: string,
  flow: FlowRecord,
  { byPerson = false, ...asked }: Asked = {},
): Promise<{ readonly location: string; readonly sso: PendingSso }> {
  const { now } = loaded;
  const { tenant, expiresAt } = flow;
  const state = newChallenge(kernel, { tenant, ceremony: 'sso', boundTo: provider.id }, Math.max(0, expiresAt - now));
  const acr = classesFor(loaded, flow, provider.id);
  const { location, kept, asksAnew } = await provider.begin({ callback, state, acr, ...asked, now });
  const sso: PendingSso = { provider: provider.id, state, callback, kept, leftAt: now, expiresAt: instant(expiresAt) };
  return { location, sso: asksAnew === true ? { ...sso, asksAnew: byPerson ? 'person' : 'engine' } : sso };
}

/** A provider may answer with the first class that the person has already. */
function classesFor(loaded: Loaded, flow: FlowRecord, provider: string): readonly string[] {
  const named = contextClasses(loaded.inForce.policy, provider);
  const { account, now } = loaded;
  if (flow.raises === undefined || account === undefined) return named;
  const enough = named.filter((acr) => {
    const command = { type: 'prove', evidence: { method: 'sso', at: now, provider, acr } } as const;
    return decideIn(loaded, flow, account, command).decision.outcome === 'granted';
  });
  return enough.length > 0 ? enough : named;
}

/** As compiled: a floor has providers and strengths too. */
function contextClasses({ providers, patterns }: Policy, provider: string): readonly string[] {
  const trusted = (providers.get(provider)?.trust ?? []).flatMap(({ acr }) => acr ?? []);
  const named = patterns.flatMap(({ pattern: { pattern } }) =>
    pattern.method === 'sso' && (pattern.provider ?? provider) === provider ? (pattern.acr ?? []) : [],
  );
  return [...new Set([...trusted, ...named])];
}
