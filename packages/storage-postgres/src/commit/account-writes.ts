import { type AccountRecord, searchedNames, type VaultRecord } from '@sallyport/store';
import { KEYS_BEFORE } from './account-keys.ts';
import type { Draft, Part } from './parts.ts';

/**
 * Writes the account with its keys and its vault, or deletes the account with its keys, vault, devices and counters. `tokenWrites`
 * deletes the sessions.
 */
export function accountWrites(draft: Draft): readonly Part[] {
  const { account, vault, deleteAccount } = draft.change;
  return [
    ...(account ? putAccount(draft, account) : []),
    ...(vault ? [putVault(draft, vault)] : []),
    ...(deleteAccount ? removeAccount(draft, deleteAccount.id) : []),
  ];
}

function putAccount(draft: Draft, account: AccountRecord): readonly Part[] {
  const { change, table, parameters, tenant, held, holds } = draft;
  const id = parameters.text(account.id);
  const version = parameters.number(account.version);
  const epoch = parameters.number(account.epoch);
  // In lower case, as JavaScript has it, whatever the database's locale.
  const names = parameters.texts(searchedNames(account).map((name) => name.toLowerCase()));
  const doc = parameters.document(account);
  const next = (columns: string): Part => ({
    name: 'put_account',
    sql: `update ${table.account} set version = ${version}, epoch = ${epoch}, names = ${names}, doc = ${doc}${columns}
    where tenant = ${tenant} and id = ${id} and ${holds}`,
  });
  if (change.keysStay === true) return [next('')];
  const keys = draft.claimedKeys(account);
  const addKeys = (which: string): Part => ({
    name: 'add_keys',
    sql: `insert into ${table.accountKey} (tenant, key, account_id)
    select ${tenant}, k.key, ${id} from ${held}, unnest(${keys}) as k (key)${which} order by k.key`,
  });
  if (account.id !== change.guards.account?.id) {
    const put = `insert into ${table.account} (tenant, id, version, epoch, keys, names, doc)
    select ${tenant}, ${id}, ${version}, ${epoch}, ${keys}, ${names}, ${doc} from ${held}`;
    return [{ name: 'put_account', sql: put }, addKeys('')];
  }
  return [
    next(`, keys = ${keys}`),
    freeKeys(draft, `array(select b.key from unnest(${KEYS_BEFORE}) as b (key) where b.key <> all (${keys}))`),
    addKeys(` where k.key <> all (${KEYS_BEFORE})`),
  ];
}

function putVault({ table, parameters, tenant, held }: Draft, vault: VaultRecord): Part {
  const ways = vault.envelopes.map(({ kind }) => kind);
  return {
    name: 'put_vault',
    sql: `insert into ${table.vault} (tenant, account_id, ways, doc)
    select ${tenant}, ${parameters.text(vault.accountId)}, ${parameters.texts(ways)}, ${parameters.document(vault)} from ${held}
    on conflict (tenant, account_id) do update set ways = excluded.ways, doc = excluded.doc`,
  };
}

function freeKeys({ table, tenant, holds }: Draft, keys: string): Part {
  const sql = `delete from ${table.accountKey} where tenant = ${tenant} and key = any (${keys}) and ${holds}`;
  return { name: 'free_keys', sql };
}

function removeAccount(draft: Draft, accountId: string): readonly Part[] {
  const { table, parameters, tenant, holds } = draft;
  const id = parameters.text(accountId);
  return [
    {
      name: 'remove_account',
      sql: `delete from ${table.account} where tenant = ${tenant} and id = ${id} and ${holds}`,
    },
    freeKeys(draft, KEYS_BEFORE),
    {
      name: 'remove_vault',
      sql: `delete from ${table.vault} where tenant = ${tenant} and account_id = ${id} and ${holds}`,
    },
    {
      name: 'remove_devices',
      sql: `delete from ${table.device} where tenant = ${tenant} and account_id = ${id} and ${holds}`,
    },
    {
      name: 'remove_counters',
      sql: `delete from ${table.counter} where tenant = ${tenant} and subject = ${id} and ${holds}`,
    },
  ];
}
