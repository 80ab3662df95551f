import { type Reason, SHADOW_EFFECTS, type ShadowEffect } from '@sallyport/core';
import { actorName, type EventRecord, type PolicyRecord, type PolicyShadow, type TenantId } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import type { EventView, Refusal, ShadowedPerson, ShadowReport, ShadowRule, ShadowView } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type ShadowOccasion, shadowEventType } from '../kernel/shadow-notes.ts';
import { nameOf } from '../state/actors.ts';
import { eachEvent } from '../state/each-event.ts';
import { event } from '../state/events.ts';
import { cursorsOf } from './cursors.ts';
import { viewOf } from './event-stream.ts';
import { compiledPolicy, documentOf, reasonForAdministrator, wordedForAdministrator } from './policy-impact.ts';
import { shownEvents, withAuthors } from './shown-events.ts';

const PAGE = 50;
const MOST_READ = 5_000;

export interface ShadowAsked {
  readonly ifVersion?: number | undefined;
  readonly note?: string | undefined;
}

export async function startShadow(
  kernel: Kernel,
  by: Doer,
  written: unknown,
  { ifVersion, note }: ShadowAsked,
): Promise<ShadowView | Refusal> {
  const compiled = compiledPolicy(kernel, by.tenant, written);
  if ('refused' in compiled) return compiled;
  const draft = JSON.stringify(documentOf(compiled));
  const record = await putShadow(kernel, by, 'policy.shadow-started', ({ version, since, author }) => {
    if (ifVersion !== undefined && version !== ifVersion) return { refused: 'precondition-failed' };
    return { draft, since, by: author, ...(note !== undefined && { note }) };
  });
  if (isRefusal(record)) return record;
  return record.shadow === undefined ? { refused: 'store-unavailable' } : shadowView(record, record.shadow);
}

export async function endShadow(kernel: Kernel, by: Doer): Promise<{ readonly version: number } | Refusal> {
  const record = await putShadow(kernel, by, 'policy.shadow-ended', ({ isRunning }) =>
    isRunning ? undefined : { refused: 'not-found' },
  );
  return isRefusal(record) ? record : { version: record.version };
}

interface Present {
  readonly version: number;
  readonly since: PolicyShadow['since'];
  readonly author: string;
  readonly isRunning: boolean;
}

async function putShadow(
  kernel: Kernel,
  by: Doer,
  type: 'policy.shadow-started' | 'policy.shadow-ended',
  shadowAfter: (present: Present) => PolicyShadow | undefined | Refusal,
): Promise<PolicyRecord | Refusal> {
  const { tenant } = by;
  let record: PolicyRecord | undefined;
  const done = await performActWithoutAccount(kernel, by, async ({ inForce, now, refuses }) => {
    const act = { type: 'change-policy' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const stored = await kernel.store.readPolicy(tenant);
    const author = actorName(nameOf(by));
    const shadow = shadowAfter({
      version: inForce.version,
      since: now,
      author,
      isRunning: stored?.shadow !== undefined,
    });
    if (isRefusal(shadow)) return shadow;
    const version = inForce.version + 1;
    record = {
      ...{ tenant, version, document: stored?.document ?? documentOf(inForce.policy) },
      ...{ changedAt: now, changedBy: author, sameAs: stored?.sameAs ?? stored?.version ?? inForce.version },
      ...(shadow !== undefined && { shadow }),
    };
    const detail = { version, ...(shadow?.note !== undefined && { note: shadow.note }) };
    const replaces = stored?.shadow !== undefined && shadow !== undefined;
    const types = replaces ? (['policy.shadow-ended', type] as const) : [type];
    const actor = nameOf(by);
    const events = types.map((one) =>
      event(kernel, tenant, now, one, { actor, detail: one === type ? detail : { version } }),
    );
    return { act, also: { policy: record, events } };
  });
  if (isRefusal(done)) return done;
  if (record === undefined) return { refused: 'store-unavailable' };
  kernel.policies.learn(record);
  return record;
}

function shadowView({ version }: PolicyRecord, { draft, since, by, note }: PolicyShadow): ShadowView {
  return { policy: documentIn(draft), version, since, by, note };
}

function documentIn(draft: string): ShadowView['policy'] {
  try {
    return JSON.parse(draft);
  } catch {
    return {};
  }
}

export async function shadowReport(
  kernel: Kernel,
  tenant: TenantId,
  { cursor, effect }: { readonly cursor?: string | undefined; readonly effect?: ShadowEffect | undefined },
): Promise<ShadowReport | Refusal> {
  const record = await kernel.store.readPolicy(tenant);
  if (record?.shadow === undefined) return { refused: 'not-found' };
  const { since } = record.shadow;
  const cursors = cursorsOf(tenant, 'shadow', `${since} ${effect ?? ''}`);
  const [people, signIns, { counts, rules, isWhole }] = await Promise.all([
    kernel.store.listEvents(tenant, {
      ...{ limit: PAGE, from: since, cursor: cursors.placeOf(cursor) },
      types: effect === undefined ? TYPES : [shadowEventType(effect)],
    }),
    kernel.store.countEvents(tenant, { from: since, types: ['sign-in.succeeded'] }),
    countedDifferences(kernel, tenant, since),
  ]);
  const found = onceEach(people.items.filter((one) => isOf(one, since))).map(viewOf);
  const { events, names } = await shownEvents(kernel, tenant, found);
  const view = shadowView(record, record.shadow);
  const [shown = view] = await withAuthors(kernel, tenant, 'by', [view]);
  return {
    ...shown,
    signIns: signIns.reduce((sum, { count }) => sum + count, 0),
    isJudged: kernel.policies.learnIfNewer(record).shadow !== undefined,
    ...{ ...counts, isWhole, rules },
    people: events.flatMap(personOf),
    names,
    next: cursors.at(people.next),
  };
}

const TYPES = SHADOW_EFFECTS.map(shadowEventType);

function effectOf(type: string): ShadowEffect | undefined {
  return SHADOW_EFFECTS.find((effect) => shadowEventType(effect) === type);
}

/** A process may not have heard of the end of an earlier shadow. */
function isOf({ detail }: Pick<EventRecord, 'detail'>, since: PolicyShadow['since']): boolean {
  return detail?.['since'] === since;
}

/** Two processes may have seen a person first at once. */
function onceEach(items: readonly EventRecord[]): readonly EventRecord[] {
  return [...new Map(items.map((one) => [`${one.type} ${one.accountId}`, one])).values()];
}

interface Counted {
  readonly counts: Pick<ShadowReport, 'askedForMore' | 'denied' | 'letOff'>;
  readonly rules: readonly ShadowRule[];
  readonly isWhole: boolean;
}

async function countedDifferences(
  { store }: Pick<Kernel, 'store'>,
  tenant: TenantId,
  since: PolicyShadow['since'],
): Promise<Counted> {
  const people = new Map<ShadowEffect, Set<string>>(SHADOW_EFFECTS.map((effect) => [effect, new Set()]));
  const rules = new Map<
    string,
    { readonly effect: ShadowEffect; readonly reason: Reason; readonly people: Set<string> }
  >();
  let read = 0;
  for await (const one of eachEvent({ store }, tenant, { from: since, types: TYPES })) {
    if (++read > MOST_READ) break;
    const effect = effectOf(one.type);
    if (effect === undefined || one.accountId === undefined || !isOf(one, since)) continue;
    people.get(effect)?.add(one.accountId);
    for (const reason of reasonsIn(one)) {
      const key = JSON.stringify([effect, reason.code, reason.params, reason.source]);
      const rule = rules.get(key) ?? { effect, reason, people: new Set() };
      rules.set(key, rule);
      rule.people.add(one.accountId);
    }
  }
  const countOf = (effect: ShadowEffect): number => people.get(effect)?.size ?? 0;
  return {
    counts: { askedForMore: countOf('asked-for-more'), denied: countOf('denied'), letOff: countOf('let-off') },
    rules: [...rules.values()]
      .map(({ effect, reason, people: of }) => ({ effect, because: reasonForAdministrator(reason), people: of.size }))
      .sort((one, other) => other.people - one.people),
    isWhole: read <= MOST_READ,
  };
}

function reasonsIn({ detail }: Pick<EventRecord, 'detail'>): readonly Reason[] {
  const because = detail?.['because'];
  return Array.isArray(because) ? because : [];
}

function personOf(seen: EventView): readonly ShadowedPerson[] {
  const { accountId, type, at, detail } = seen;
  const effect = effectOf(type);
  if (accountId === undefined || effect === undefined) return [];
  const occasion = detail?.['occasion'] as ShadowOccasion;
  return [{ accountId, effect, at, occasion, because: wordedForAdministrator(reasonsIn(seen)) }];
}
