import type { Tables } from '../tables.ts';

/**
 * Adds the authenticators that were proved at a device. A device of before the migration, or of a process of the previous version, has no
 * budgets of its own until its next sign-in.
 */
export function addProvedAtDevices(table: Tables): string {
  return `
alter table ${table.device}
  add column proved text[] collate "C" not null default '{}';
`;
}
