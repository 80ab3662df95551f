import type { Tables } from '../tables.ts';

/**
 * Adds columns for open attempts: attempts that are counted but not judged yet. A process of the previous version may still count
 * attempts in the migrated tables. Such attempts are never open, and count as failures at once.
 */
export function addOpenAttempts(table: Tables): string {
  return `
alter table ${table.counter}
  add column open integer not null default 0,
  add column open_until bigint not null default 0;
`;
}
