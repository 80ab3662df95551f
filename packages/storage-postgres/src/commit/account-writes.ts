import type { AccountRecord } from '@sallyport/engine';
import { type Draft, HELD, type Part } from './parts.ts';

/** Writes the account and its keys, or deletes it with all that is its own but its sessions. */
export function accountWrites(draft: Draft): readonly Part[] {
  const { account, deleteAccount } = draft.change;
  return [
    ...(account ? putAccount(draft, account) : []),
    ...(deleteAccount ? removeAccount(draft, deleteAccount.id) : []),
  ];
}

function putAccount(draft: Draft, account: AccountRecord): readonly Part[] {
  const { change, table, parameters, tenant } = draft;
  const id = parameters.text(account.id);
  const version = parameters.number(account.version);
  const names = parameters.texts(searchedNames(account));
  const doc = parameters.document(account);
  const addKeys: Part = {
    name: 'add_keys',
    sql: `insert into ${table.accountKey} (tenant, kind, value, account_id)
    select ${tenant}, kind, value, ${id} from key_added where ${HELD} order by kind, value`,
  };
  if (account.id !== change.guards.account?.id) {
    const put = `insert into ${table.account} (tenant, id, version, names, doc)
    select ${tenant}, ${id}, ${version}, ${names}, ${doc} from held`;
    return [{ name: 'put_account', sql: put }, addKeys];
  }
  return [
    {
      name: 'put_account',
      sql: `update ${table.account} set version = ${version}, names = ${names}, doc = ${doc}
    where tenant = ${tenant} and id = ${id} and ${HELD}`,
    },
    {
      name: 'free_keys',
      sql: `delete from ${table.accountKey} k using (select kind, value from key_before except select kind, value from key_now) as gone
    where k.tenant = ${tenant} and k.kind = gone.kind and k.value = gone.value and ${HELD}`,
    },
    addKeys,
  ];
}

/** What a search looks at: compared in lower case, as JavaScript has it, whatever the database's locale. */
function searchedNames({ identifiers, email }: AccountRecord): readonly string[] {
  return [...identifiers, ...(email ? [email.address] : [])].map((name) => name.toLowerCase());
}

function removeAccount(draft: Draft, accountId: string): readonly Part[] {
  const { table, parameters, tenant } = draft;
  const id = parameters.text(accountId);
  return [
    { name: 'remove_account', sql: `delete from ${table.account} where tenant = ${tenant} and id = ${id} and ${HELD}` },
    {
      name: 'free_keys',
      sql: `delete from ${table.accountKey} k using key_before gone
    where k.tenant = ${tenant} and k.kind = gone.kind and k.value = gone.value and ${HELD}`,
    },
    {
      name: 'forget_devices',
      sql: `delete from ${table.device} where tenant = ${tenant} and account_id = ${id} and ${HELD}`,
    },
    {
      name: 'forget_counters',
      sql: `delete from ${table.counter} where tenant = ${tenant} and subject = ${id} and ${HELD}`,
    },
  ];
}
