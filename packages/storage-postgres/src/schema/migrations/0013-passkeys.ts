import type { Tables } from '../tables.ts';

/** Adds an index of the passkeys of all tenants, for `hasPasskey`. The primary key of the look-up keys leads with the tenant. */
export function addPasskeys(table: Tables): string {
  return `
create index sallyport_account_key_passkey on ${table.accountKey} (key) where key like 'passkey:%';
`;
}
