import { nameOfProvider, providerNamed } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import { providerName } from '../accounts/views.ts';
import type { AuditPage, EventView } from '../contract/index.ts';
import { accountsIn, isAccountId, namedAnew } from '../kernel/action-log/sealed-event.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { namesInText } from '../state/named-account.ts';
import { namesShown } from './display-names.ts';

/** One page must not occupy all connections of the host. */
const AT_ONCE = 10;

export type KnownNames = Map<string, string | undefined>;

/** A deleted account has its pseudonym in place of its id. */
export async function shownEvents(
  kernel: Pick<Kernel, 'store' | 'log' | 'displayNames' | 'logger' | 'of'>,
  tenant: TenantId,
  events: readonly EventView[],
  known: KnownNames = new Map(),
): Promise<Pick<AuditPage, 'events' | 'names'>> {
  const ids = [...new Set(events.flatMap(accountsIn))];
  await learnNames(kernel, tenant, ids, known);
  const named = ids.flatMap((id) => {
    const name = known.get(id);
    return name === undefined ? [] : [[id, name] as const];
  });
  const names = Object.fromEntries([...named, ...providerNames(kernel, tenant, events)]);
  if (named.length === ids.length) return { events, names };
  const { of } = await kernel.log.pseudonyms(tenant);
  const shown = (id: string): string => (known.get(id) === undefined ? of(id) : id);
  return { events: events.map((event) => namedAnew(event, shown)), names };
}

/** As in the log: a deleted author has its pseudonym. */
export async function withAuthors<Member extends string, View extends Readonly<Record<Member, string>>>(
  kernel: Pick<Kernel, 'store' | 'log'>,
  tenant: TenantId,
  member: Member,
  views: readonly View[],
): Promise<readonly View[]> {
  const ids = [...new Set<string>(views.map((view) => view[member]))].filter(isAccountId);
  const gone = new Set(ids);
  for (const { id } of await accountsOf(kernel, tenant, ids)) gone.delete(id);
  if (gone.size === 0) return views;
  const { of } = await kernel.log.pseudonyms(tenant);
  return views.map((view) => (gone.has(view[member]) ? { ...view, [member]: of(view[member]) } : view));
}

function providerNames(
  kernel: Pick<Kernel, 'of'>,
  tenant: TenantId,
  events: readonly EventView[],
): readonly (readonly [string, string])[] {
  const ids = events.flatMap(({ actor = '', detail: { setUpBy = '', provider } = {} }) => [
    ...`${actor} ${setUpBy}`.split(' ').flatMap((name) => providerNamed(name) ?? []),
    ...(typeof provider === 'string' ? [provider] : []),
  ]);
  const parts = kernel.of(tenant);
  return [...new Set(ids)].flatMap((id) => {
    const name = providerName(parts, id);
    return name === undefined ? [] : [[nameOfProvider(id), name] as const];
  });
}

async function learnNames(
  kernel: Pick<Kernel, 'store' | 'displayNames' | 'logger'>,
  tenant: TenantId,
  ids: readonly string[],
  known: KnownNames,
): Promise<void> {
  const unknown = ids.filter((id) => !known.has(id));
  const accounts = await accountsOf(kernel, tenant, unknown);
  const names = await namesShown(kernel, accounts);
  for (const id of unknown) known.set(id, undefined);
  for (const account of accounts) known.set(account.id, names.get(account.id) ?? namesInText(account));
}

async function accountsOf(
  { store }: Pick<Kernel, 'store'>,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly AccountRecord[]> {
  const accounts: AccountRecord[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const asked = ids.slice(start, start + AT_ONCE);
    const read = await Promise.all(asked.map((id) => store.readAccount(tenant, id as AccountId)));
    accounts.push(...read.filter((account) => account !== undefined));
  }
  return accounts;
}

/** A pseudonym has more characters than an id. */
const SHORTEST_PSEUDONYM = 40;

export async function idFor({ log }: Pick<Kernel, 'log'>, tenant: TenantId, name: string): Promise<string> {
  if (name.length < SHORTEST_PSEUDONYM || name.includes(':')) return name;
  return (await log.pseudonyms(tenant)).idOf(name) ?? name;
}
