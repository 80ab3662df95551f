import type { Tables } from '../tables.ts';

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
