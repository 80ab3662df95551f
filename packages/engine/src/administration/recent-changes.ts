import { type Instant, instant } from '@sallyport/core';
import { actsIn, type LoggedAct } from '@sallyport/core/log';
import type { EventRecord, EventType, TenantId } from '@sallyport/store';
import type { EventView, OverviewView } from '../contract/index.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from './event-stream.ts';
import { shownEvents } from './shown-events.ts';

const CHANGES: readonly EventType[] = [
  'policy.changed',
  'policy.shadow-started',
  'policy.shadow-ended',
  'account.created',
  'account.invited',
  'invitation.sent',
  'invitation.withdrawn',
  'account.blocked',
  'account.unblocked',
  'account.unlocked',
  'account.methods-changed',
  'account.roles-changed',
  'account.email-changed',
  'account.identifier-changed',
  'account.deleted',
  'two-step.reset',
  'password.reset',
  'passkeys.reset',
  'passkey.revoked',
  'enrollment.vouched',
  'external-id.linked',
  'external-id.unlinked',
  'vault.emergency-opened',
];

const MOST_CHANGES = 10;

const MOST_PAGES = 10;

/** Of an act on many accounts, the list has the newest event alone. */
export async function recentChanges(
  kernel: Kernel,
  tenant: TenantId,
): Promise<Pick<OverviewView, 'changes' | 'together' | 'helpIns' | 'names'>> {
  const acts = await lastActs(kernel, tenant);
  const listed = acts.flatMap(({ event, removed }) => [event, ...removed]).map(viewOf);
  const { events, names } = await shownEvents(kernel, tenant, listed);
  const shown = new Map(events.map((event) => [event.id, event]));
  const shownOf = (records: readonly EventRecord[]): readonly EventView[] =>
    records.map((record) => shown.get(record.id) ?? viewOf(record));
  return {
    changes: shownOf(acts.map(({ event }) => event)),
    together: acts.flatMap(({ event: { id }, accounts, since }) => (accounts === 1 ? [] : [{ id, accounts, since }])),
    helpIns: acts.flatMap(({ event: { id }, removed }) =>
      removed.length === 0 ? [] : [{ id, removed: shownOf(removed) }],
    ),
    names,
  };
}

interface CountedAct extends Pick<LoggedAct<EventRecord>, 'event' | 'removed'> {
  readonly accounts: number;
  readonly since: Instant;
}

async function lastActs({ store }: Pick<Kernel, 'store'>, tenant: TenantId): Promise<readonly CountedAct[]> {
  const found: EventRecord[] = [];
  let [acts, cursor]: [readonly LoggedAct<EventRecord>[], string | undefined] = [[], undefined];
  for (let page = 0; page < MOST_PAGES && acts.length <= MOST_CHANGES; page++) {
    const { items, next } = await store.listEvents(tenant, { limit: 100, types: CHANGES, cursor });
    found.push(...items.filter(isOfAdministration));
    acts = actsIn(found);
    if (next === undefined) break;
    cursor = next;
  }
  const counted = acts.map(({ event, others, removed }): CountedAct => {
    return { event, removed, accounts: others.length + 1, since: (others.at(-1) ?? event).at };
  });
  return [...counted, ...(await lastImport({ store }, tenant))]
    .sort(({ event: one }, { event: other }) => other.at - one.at)
    .slice(0, MOST_CHANGES);
}

/** The database counts, because an import can have millions of accounts. */
async function lastImport({ store }: Pick<Kernel, 'store'>, tenant: TenantId): Promise<readonly CountedAct[]> {
  const types: readonly EventType[] = ['account.imported'];
  const { items } = await store.listEvents(tenant, { limit: 1, types });
  const [event] = items;
  if (event === undefined) return [];
  const ofAuthor = { types, actor: event.actor, from: instant(event.at - DAY_IN_MS) };
  const [hours, oldest] = await Promise.all([
    store.countEvents(tenant, ofAuthor),
    store.listEvents(tenant, { ...ofAuthor, limit: 1, order: 'oldest-first' }),
  ]);
  const accounts = hours.reduce((sum, { count }) => sum + count, 0);
  return [{ event, removed: [], accounts, since: (oldest.items[0] ?? event).at }];
}

function isOfAdministration({ type, actor, accountId }: EventRecord): boolean {
  return type.startsWith('policy.') || (actor !== undefined && actor !== 'system' && actor !== accountId);
}
