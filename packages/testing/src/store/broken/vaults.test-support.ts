import type { Commit, Store, VaultRecord } from '@sallyport/engine';
import { answering, type BrokenStores, writing } from './broken-store.test-support.ts';

/** Records the vault that the store returns after a change, if that differs from the written vault. */
type Remember = (change: Commit, own: Map<string, VaultRecord | undefined>) => void;

/** A store that returns other vaults than were written. */
function remembering(remember: Remember, when: 'committed' | 'always' = 'committed'): (sound: Store) => Partial<Store> {
  return (sound) => {
    const own = new Map<string, VaultRecord | undefined>();
    return {
      commit: async (change) => {
        const result = await sound.commit(change);
        if (when === 'always' || result.outcome === 'committed') remember(change, own);
        return result;
      },
      readVault: async (tenant, id) => {
        const key = `${tenant} ${id}`;
        return own.has(key) ? own.get(key) : sound.readVault(tenant, id);
      },
    };
  };
}

const keyOf = ({ tenant, accountId }: VaultRecord): string => `${tenant} ${accountId}`;

/** Stores that do not treat a vault as part of its account. */
export const brokenVaults: BrokenStores = {
  'writes no vaults': writing(
    'a vault comes back as it was written, and to its account alone',
    ({ vault: _, ...change }) => change,
  ),
  'answers one vault to everybody': answering(
    'a vault comes back as it was written, and to its account alone',
    (sound) => {
      let last: VaultRecord | undefined;
      return {
        commit: async (change) => {
          const result = await sound.commit(change);
          if (result.outcome === 'committed') last = change.vault ?? last;
          return result;
        },
        readVault: async () => last,
      };
    },
  ),
  'adds envelopes to those that were there': writing(
    'the next state of a vault replaces the whole of the one before',
    async (change, sound) => {
      const { vault, tenant } = change;
      if (vault === undefined) return change;
      const before = await sound.readVault(tenant, vault.accountId);
      return { ...change, vault: { ...vault, envelopes: [...(before?.envelopes ?? []), ...vault.envelopes] } };
    },
  ),
  'loses the vault of an account that is written': answering(
    'an account that is written without its vault keeps it',
    remembering(({ account, vault }, own) => {
      if (account) own.set(`${account.tenant} ${account.id}`, vault);
    }),
  ),
  'keeps the vault of an account that is deleted': answering(
    'a vault goes with its account, and no other does',
    remembering(({ vault }, own) => {
      if (vault) own.set(keyOf(vault), vault);
    }),
  ),
  'writes a vault whatever its account’s guard says': answering(
    'of twenty who write a vault at once, one does',
    remembering(({ vault }, own) => {
      if (vault) own.set(keyOf(vault), vault);
    }, 'always'),
  ),
  'lists the ways into vaults as they were made': answering(
    'the ways into vaults are listed in the order of the accounts, page by page, and go with their accounts',
    (sound) => ({
      listVaultWays: async (tenant, page) => {
        const { items, ...rest } = await sound.listVaultWays(tenant, page);
        return { items: items.toReversed(), ...rest };
      },
    }),
  ),
  'hands out its own vaults': answering(
    'changing a vault that was handed out, or in, changes nothing in the store',
    remembering(({ vault }, own) => {
      if (vault) own.set(keyOf(vault), structuredClone(vault));
    }),
  ),
};
