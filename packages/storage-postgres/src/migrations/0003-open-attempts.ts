import type { Tables } from '../tables.ts';

/**
 * Attempts that are counted and not judged yet. A process of the version before goes on counting while the tables are migrated: its
 * attempts are none of these, and count as failures at once.
 */
export function addOpenAttempts(table: Tables): string {
  return `
alter table ${table.counter}
  add column open integer not null default 0,
  add column open_until bigint not null default 0;
`;
}
