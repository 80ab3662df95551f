import type { Tables } from '../tables.ts';

/** Attempts that the previous version counts are never open, and count as failures at once. */
export function addOpenAttempts(table: Tables): string {
  return `
alter table ${table.counter}
  add column open integer not null default 0,
  add column open_until bigint not null default 0;
`;
}
