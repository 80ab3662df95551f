import type { Tables } from '../tables.ts';

/** A device without the column has no budgets of its own until its next sign-in. */
export function addProvedAtDevices(table: Tables): string {
  return `
alter table ${table.device}
  add column proved text[] collate "C" not null default '{}';
`;
}
