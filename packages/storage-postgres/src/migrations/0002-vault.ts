import type { Tables } from '../tables.ts';

/** An account's vault, apart from the account: whoever signs in or is checked does not read it. What ways there are is counted without it. */
export function createVault(table: Tables): string {
  return `
create table ${table.vault} (
  tenant text collate "C" not null,
  account_id text collate "C" not null,
  ways text[] not null,
  doc json not null,
  primary key (tenant, account_id)
);
`;
}
