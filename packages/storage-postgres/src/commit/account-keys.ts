import type { Commit } from '@sallyport/engine';
import type { Draft, Part } from './parts.ts';

/** Whether the guarded account itself is written or deleted: then its keys before are needed. */
export function writesGuardedAccount({ guards, account, deleteAccount }: Commit): boolean {
  return guards.account !== undefined && [account?.id, deleteAccount?.id].includes(guards.account.id);
}

/** `key_before`: the keys of the guarded account, as its lock finds them. */
export function keysOfGuarded({ change }: Draft): readonly Part[] {
  if (!writesGuardedAccount(change)) return [];
  return [
    {
      name: 'key_before',
      sql: `select 'identifier' as kind, x.value from guard_account, jsonb_array_elements_text(doc->'identifiers') as x (value)
    union select 'passkey', x.value->>'id' from guard_account, jsonb_array_elements(doc->'passkeys') as x (value)`,
    },
  ];
}

/** `key_now`, the keys that the written account claims; of them `key_added`, which it did not have. */
export function claimedKeys({ change, parameters }: Draft): readonly Part[] {
  const { account, guards } = change;
  if (account === undefined) return [];
  const identifiers = parameters.texts(account.identifiers);
  const passkeys = parameters.texts(account.passkeys.map(({ id }) => id));
  const had = account.id === guards.account?.id ? ' except select kind, value from key_before' : '';
  return [
    {
      name: 'key_now',
      sql: `select 'identifier' as kind, unnest(${identifiers}) as value union select 'passkey', unnest(${passkeys})`,
    },
    { name: 'key_added', sql: `select kind, value from key_now${had}` },
  ];
}
