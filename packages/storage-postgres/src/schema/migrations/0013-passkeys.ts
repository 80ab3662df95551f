import type { Tables } from '../tables.ts';

export function addPasskeys(table: Tables): string {
  return `
create index sallyport_account_key_passkey on ${table.accountKey} (key) where key like 'passkey:%';
`;
}
