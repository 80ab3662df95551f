import type { AccountRecord, Store } from '@sallyport/engine';
import { type BrokenStores, withVerbs, writing } from './broken-store.test-support.ts';

type Kind = 'identifier' | 'passkey' | 'host-key';

/** An account's keys of a kind, and the account with replaced keys. */
const KEYS: Readonly<
  Record<Kind, (account: AccountRecord, over: (name: string) => string) => { names: string[]; next: AccountRecord }>
> = {
  identifier: (account, over) => ({
    names: [...account.identifiers],
    next: { ...account, identifiers: account.identifiers.map(over) },
  }),
  passkey: (account, over) => ({
    names: account.passkeys.map(({ id }) => id),
    next: { ...account, passkeys: account.passkeys.map((key) => ({ ...key, id: over(key.id) })) },
  }),
  'host-key': (account, over) =>
    account.externalId === undefined
      ? { names: [], next: account }
      : { names: [account.externalId], next: { ...account, externalId: over(account.externalId) } },
};

/** Stores keys under other names, so that two accounts never claim the same key. */
function withoutUniqueKeys(sound: Store, kind: Kind): Store {
  const owners = new Map<string, string>();
  const keys = KEYS[kind];
  const hide = (account: AccountRecord): AccountRecord => keys(account, (name) => `${account.id}\n${name}`).next;
  const show = (account: AccountRecord): AccountRecord =>
    keys(account, (name) => name.slice(name.indexOf('\n') + 1)).next;
  const namesOf = (account: AccountRecord): readonly string[] => keys(account, (name) => name).names;
  return withVerbs(sound, {
    commit: async (change) => {
      const result = await sound.commit(change.account ? { ...change, account: hide(change.account) } : change);
      if (result.outcome === 'committed' && change.account) {
        for (const name of namesOf(change.account)) owners.set(`${change.tenant}\n${name}`, change.account.id);
      }
      return result;
    },
    beginStep: async (step) => {
      const { account: key } = step;
      const owner = key?.kind === kind ? owners.get(`${step.tenant}\n${key.value}`) : undefined;
      const hidden = key?.kind === kind && owner ? { account: { kind, value: `${owner}\n${key.value}` } as const } : {};
      const loaded = await sound.beginStep({ ...step, ...hidden });
      return loaded.account ? { ...loaded, account: show(loaded.account) } : loaded;
    },
    readAccount: async (tenant, id) => {
      const account = await sound.readAccount(tenant, id);
      return account && show(account);
    },
    listAccounts: async (tenant, page) => {
      const listed = await sound.listAccounts(tenant, page);
      return { ...listed, items: listed.items.map(show) };
    },
    checkSession: async (check) => {
      const loaded = await sound.checkSession(check);
      return loaded && { ...loaded, account: show(loaded.account) };
    },
  });
}

/** Treats external identities as not unique. Hides them from the correct store, and adds them to the answers from a separate list. */
function withoutUniqueIdentities(sound: Store): Store {
  const linked = new Map<string, AccountRecord['externalIds']>();
  const placed = ({ tenant, id }: Pick<AccountRecord, 'tenant' | 'id'>): string => `${tenant}\n${id}`;
  const show = (account: AccountRecord): AccountRecord => {
    const externalIds = linked.get(placed(account));
    return externalIds === undefined ? account : { ...account, externalIds };
  };
  return withVerbs(sound, {
    commit: async (change) => {
      const { account } = change;
      const result = await sound.commit(
        account ? { ...change, account: { ...account, externalIds: undefined } } : change,
      );
      if (result.outcome === 'committed' && account) linked.set(placed(account), account.externalIds);
      return result;
    },
    listAccounts: async (tenant, page) => {
      const listed = await sound.listAccounts(tenant, page);
      return { ...listed, items: listed.items.map(show) };
    },
  });
}

/** Stores in which a key belongs to several accounts, or to the wrong account. */
export const brokenKeys: BrokenStores = {
  'lets two accounts have one credential': {
    caughtBy: 'of 50 accounts at once that register the same passkey, one has it',
    over: (sound) => withoutUniqueKeys(sound, 'passkey'),
  },
  'lets two accounts have one identifier': {
    caughtBy: 'of 50 new accounts at once with the same identifier, one comes to be',
    over: (sound) => withoutUniqueKeys(sound, 'identifier'),
  },
  'lets two accounts have one key of the host’s': {
    caughtBy: 'of 50 accounts at once that the host knows by the same key, one has it',
    over: (sound) => withoutUniqueKeys(sound, 'host-key'),
  },
  'lets two accounts have one identity at a provider': {
    caughtBy: 'of 50 accounts at once that link the same identity at a provider, one has it',
    over: withoutUniqueIdentities,
  },
  'leaves an account alone whose keys stay': writing(
    'an account whose keys stay is written, and found by them all the same',
    ({ account, keysStay, ...change }) => (keysStay === true ? change : { ...change, ...(account && { account }) }),
  ),
  'compares keys whatever their case': writing('keys are compared exactly, letter by letter', (change) =>
    change.account
      ? {
          ...change,
          account: { ...change.account, identifiers: change.account.identifiers.map((name) => name.toLowerCase()) },
        }
      : change,
  ),
};
