import type { AccountId, TenantId } from '@sallyport/store';
import type { EventView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Accounts that are read at the same time, so that one page does not occupy all connections of the host. */
const AT_ONCE = 10;

/** The names that an export has read so far. `undefined`: no account has the id. */
export type KnownNames = Map<string, string | undefined>;

/**
 * Returns the names of the accounts that a page of the action log names: the owners, the authors, and the accounts in `setUpBy`. An account that
 * does not exist has no name.
 */
export async function namesIn(
  { store }: Pick<Kernel, 'store'>,
  tenant: TenantId,
  events: readonly EventView[],
  known: KnownNames = new Map(),
): Promise<Readonly<Record<string, string>>> {
  const ids = [...new Set(events.flatMap(idsIn))];
  const unknown = ids.filter((id) => !known.has(id));
  for (let start = 0; start < unknown.length; start += AT_ONCE) {
    const asked = unknown.slice(start, start + AT_ONCE);
    const accounts = await Promise.all(asked.map((id) => store.readAccount(tenant, id as AccountId)));
    for (const [place, id] of asked.entries()) {
      const account = accounts[place];
      known.set(id, account && (account.displayName ?? account.identifiers[0] ?? id));
    }
  }
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = known.get(id);
      return name === undefined ? [] : [[id, name]];
    }),
  );
}

/** The texts of an event that can be ids of accounts. */
function idsIn({ accountId, actor, detail }: EventView): readonly string[] {
  const setUpBy = detail?.['setUpBy'];
  const names = [accountId, actor, ...(typeof setUpBy === 'string' ? setUpBy.split(' ') : [])];
  return names.filter((name): name is string => typeof name === 'string' && isId(name));
}

/** No id of an account has a colon: `provider:corp` is a provider. */
function isId(name: string): boolean {
  return name !== '' && name !== 'system' && !name.includes(':');
}
