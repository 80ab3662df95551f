import { actsIn, type LoggedAct } from '@sallyport/core/log';
import type { EventRecord, EventType, TenantId } from '@sallyport/store';
import type { EventView, OverviewView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from './event-stream.ts';
import { shownEvents } from './shown-events.ts';

/** The events that tell an act of administration, if somebody besides the account's owner acted. */
const CHANGES: readonly EventType[] = [
  'policy.changed',
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

/** The greatest number of pages that the list of changes reads. */
const MOST_PAGES = 10;

/**
 * The last acts of administrators. An owner's own acts of these types can fill pages of the log, so the list reads up to 1,000 events. Of an act on
 * many accounts, and of all imported accounts, the list has the newest event alone, because hundreds of events would hide every other change.
 */
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
    together: acts.flatMap(({ event: { id }, others }) => {
      const oldest = others.at(-1);
      return oldest === undefined ? [] : [{ id, accounts: others.length + 1, since: oldest.at }];
    }),
    helpIns: acts.flatMap(({ event: { id }, removed }) =>
      removed.length === 0 ? [] : [{ id, removed: shownOf(removed) }],
    ),
    names,
  };
}

async function lastActs(
  { store }: Pick<Kernel, 'store'>,
  tenant: TenantId,
): Promise<readonly LoggedAct<EventRecord>[]> {
  const found: EventRecord[] = [];
  let [acts, cursor]: [readonly LoggedAct<EventRecord>[], string | undefined] = [[], undefined];
  // The last act may go on, on the next page.
  for (let page = 0; page < MOST_PAGES && acts.length <= MOST_CHANGES; page++) {
    const { items, next } = await store.listEvents(tenant, { limit: 100, types: CHANGES, cursor });
    found.push(...items.filter(isOfAdministration));
    acts = actsIn(found);
    if (next === undefined) break;
    cursor = next;
  }
  const { items } = await store.listEvents(tenant, { limit: 1, types: ['account.imported'] });
  return [...acts, ...actsIn(items)]
    .sort(({ event: one }, { event: other }) => other.at - one.at)
    .slice(0, MOST_CHANGES);
}

function isOfAdministration({ type, actor, accountId }: EventRecord): boolean {
  return type === 'policy.changed' || (actor !== undefined && actor !== 'system' && actor !== accountId);
}
