import type { Tables } from '../tables.ts';

export function addProvedAtDevices(table: Tables): string {
  return `
alter table ${table.device}
  add column proved text[] collate "C" not null default '{}';
`;
}
