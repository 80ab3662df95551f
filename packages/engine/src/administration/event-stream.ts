import { createHash } from 'node:crypto';
import { type Instant, instant } from '@sallyport/core';
import { type AccountId, EVENT_TYPES, type EventFilter, type EventRecord, type TenantId } from '@sallyport/store';
import type { AccountName, EventLog, EventPage, EventsQuery, EventView } from '../contract/index.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tenantOf } from '../state/tenant-id.ts';
import { namedAccount } from './account-ref.ts';

const [PAGE, LARGEST_PAGE, MOST_TYPES] = [100, 1_000, 100];
const EMPTY_PAGES = 20;

export function eventLog(kernel: Kernel): EventLog {
  const of = (options: { readonly tenant?: string | undefined } = {}): TenantId => tenantOf(kernel, options.tenant);
  return Object.assign((query?: EventsQuery) => hostEvents(kernel, query), {
    head: async (options) => kernel.log.head(of(options)),
    keys: async (options) => ({ keys: await kernel.log.keys(of(options)) }),
    lines: (options) => kernel.log.lines(of(options)),
  } satisfies Pick<EventLog, 'head' | 'keys' | 'lines'>);
}

export function refuseOtherLimits(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE)
    throw new TypeError(`events: 'limit' is a whole number from 1 to ${LARGEST_PAGE}`);
}

async function hostEvents(kernel: Kernel, query: EventsQuery = {}): Promise<EventPage> {
  if (typeof query !== 'object' || query === null) throw new TypeError('events takes an object');
  for (const member of Object.keys(query)) {
    if (!MEMBERS.includes(member))
      throw new TypeError(`events: '${member}' is no member. Members are ${MEMBERS.join(', ')}.`);
  }
  const { after, from, to, by, of, type, limit = PAGE } = query;
  const tenant = tenantOf(kernel, query.tenant);
  refuseOtherLimits(limit);
  const filter: EventFilter = { from: instantOf('from', from), to: instantOf('to', to), types: typesOf(type) };
  const [owner, actor] = [await personOf(kernel, tenant, 'of', of), await authorOf(kernel, tenant, by)];
  // The cursor moves on, so the caller treats the empty page like every page.
  const nobody = owner === null || actor === null ? { types: [] } : { accountId: owner, actor };
  const page = await readStream(kernel, tenant, { limit, cursor: after, ...filter, ...nobody });
  if (page === undefined) throw new TypeError("events: 'after' is not the `next` of a page of this tenant");
  return page;
}

const MEMBERS: readonly string[] = ['tenant', 'after', 'from', 'to', 'by', 'of', 'type', 'limit'];

export async function readStream(
  { store }: Pick<Kernel, 'store'>,
  tenant: TenantId,
  { cursor, ...asked }: EventFilter & { readonly limit: number; readonly cursor?: string },
): Promise<EventPage | undefined> {
  const mark = markOf(tenant);
  if (cursor !== undefined && !(typeof cursor === 'string' && cursor.startsWith(mark))) return undefined;
  let passed = cursor?.slice(mark.length) || undefined;
  for (let turn = 0; turn < EMPTY_PAGES; turn++) {
    const { items, next } = await store.listEvents(tenant, { ...asked, cursor: passed, order: 'oldest-first' });
    const isEnd = next === passed;
    passed = next ?? passed;
    if (items.length > 0 || isEnd) return { events: items.map(viewOf), next: mark + (passed ?? '') };
  }
  return { events: [], next: mark + (passed ?? '') };
}

export function viewOf({ tenant: _, recipients: __, ...event }: EventRecord): EventView {
  return event;
}

/** In another tenant's stream, the cursor would pass events that were never read. */
function markOf(tenant: TenantId): string {
  return `${createHash('sha256').update(tenant).digest('base64url').slice(0, 8)}.`;
}

function instantOf(member: 'from' | 'to', time: EventsQuery['from']): Instant | undefined {
  if (time === undefined) return undefined;
  const at = time instanceof Date ? time.getTime() : time;
  if (typeof at === 'number' && !Number.isNaN(new Date(at).getTime())) return instant(Math.ceil(at));
  throw new TypeError(`events: '${member}' is a valid Date, or epoch milliseconds`);
}

function typesOf(type: EventsQuery['type']): readonly string[] | undefined {
  if (type === undefined) return undefined;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (types.length > MOST_TYPES) throw new TypeError(`events: 'type' has at most ${MOST_TYPES} types`);
  return types.map((each) => {
    if (typeof each === 'string' && Object.hasOwn(EVENT_TYPES, each)) return each;
    throw new TypeError(
      `events: 'type' names no type of an event: ${typeof each === 'string' ? each.slice(0, 50) : typeof each}`,
    );
  });
}

async function personOf(
  kernel: Kernel,
  tenant: TenantId,
  member: 'of' | 'by',
  who: AccountName | undefined,
): Promise<AccountId | undefined | null> {
  if (who === undefined) return undefined;
  if (typeof who !== 'object' || who === null)
    throw new TypeError(
      `events: '${member}' is a person: write \`{ externalId }\`, \`{ accountId }\` or \`{ identifier }\``,
    );
  const named = await namedAccount(kernel, { ...who, tenant });
  if (named === undefined) return null;
  if ('refused' in named) throw new TypeError(`events: '${member}' ${named.errors[0].path} ${named.errors[0].message}`);
  return named.id;
}

async function authorOf(kernel: Kernel, tenant: TenantId, by: EventsQuery['by']): Promise<EventFilter['actor'] | null> {
  if (by === undefined || by === 'system') return by;
  if (typeof by !== 'object' || by === null)
    throw new TypeError("events: 'by' is 'system', `{ kind: 'host', id }`, or a person as `{ accountId }`");
  if (!('kind' in by)) return personOf(kernel, tenant, 'by', by);
  const { kind, id } = by;
  if (kind !== 'host' || !(id === undefined || typeof id === 'string'))
    throw new TypeError("events: 'by' of host code is `{ kind: 'host' }`, with an `id` that is a text");
  if (id !== undefined && !isKeepable(id)) return null;
  return id === undefined ? { kind } : { kind, id };
}
