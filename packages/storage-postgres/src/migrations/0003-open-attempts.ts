import type { Tables } from '../tables.ts';

/**
 * Columns for attempts that are counted and not judged yet. A process of the version before may count attempts in the migrated tables:
 * these attempts are never open, and count as failures at once.
 */
export function addOpenAttempts(table: Tables): string {
  return `
alter table ${table.counter}
  add column open integer not null default 0,
  add column open_until bigint not null default 0;
`;
}
