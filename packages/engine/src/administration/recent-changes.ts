import type { EventRecord, EventType, TenantId } from '@sallyport/store';
import type { EventView, OverviewView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from './event-stream.ts';

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

/** The longest time between the events of one act on many accounts, in milliseconds. */
const MOMENT = 60_000;

/** An act of administration: one event, or an event for each account of an act on many accounts. Newest first. */
type ActDone = readonly [newest: EventRecord, ...others: EventRecord[]];

/**
 * The last acts of administrators. An owner's own acts of these types can fill pages of the log, so the list reads up to 1,000 events. Of an act on
 * many accounts, and of all imported accounts, the list has the newest event alone, because hundreds of events would hide every other change.
 */
export async function recentChanges(
  kernel: Kernel,
  tenant: TenantId,
): Promise<{ readonly events: readonly EventView[]; readonly together: OverviewView['together'] }> {
  const found: EventRecord[] = [];
  let [acts, cursor]: [readonly ActDone[], string | undefined] = [[], undefined];
  // The last act may go on, on the next page.
  for (let page = 0; page < MOST_PAGES && acts.length <= MOST_CHANGES; page++) {
    const { items, next } = await kernel.store.listEvents(tenant, { limit: 100, types: CHANGES, cursor });
    found.push(...items.filter(isOfAdministration));
    acts = actsIn(found);
    if (next === undefined) break;
    cursor = next;
  }
  const { items } = await kernel.store.listEvents(tenant, { limit: 1, types: ['account.imported'] });
  const shown = [...acts, ...items.map((event): ActDone => [event])]
    .sort(([one], [other]) => other.at - one.at)
    .slice(0, MOST_CHANGES);
  const together = shown.flatMap(([newest, ...others]) => {
    const oldest = others.at(-1);
    return oldest === undefined ? [] : [{ id: newest.id, accounts: others.length + 1, since: oldest.at }];
  });
  return { events: shown.map(([newest]) => viewOf(newest)), together };
}

/** Joins consecutive events of the same act by the same author on different accounts. */
function actsIn(events: readonly EventRecord[]): readonly ActDone[] {
  const acts: [EventRecord, ...EventRecord[]][] = [];
  for (const event of events) {
    const act = acts.at(-1);
    const last = act?.at(-1);
    if (act !== undefined && last !== undefined && isSameAct(last, event)) act.push(event);
    else acts.push([event]);
  }
  return acts;
}

function isSameAct(one: EventRecord, other: EventRecord): boolean {
  const isOther = other.accountId !== undefined && one.accountId !== other.accountId;
  return isOther && one.at - other.at <= MOMENT && actOf(one) === actOf(other);
}

/** The event without its account and its time. */
function actOf({ type, actor, method, detail }: EventRecord): string {
  return JSON.stringify([type, actor, method, detail]);
}

function isOfAdministration({ type, actor, accountId }: EventRecord): boolean {
  return type === 'policy.changed' || (actor !== undefined && actor !== 'system' && actor !== accountId);
}
