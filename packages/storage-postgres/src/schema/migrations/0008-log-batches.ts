import type { Tables } from '../tables.ts';

/** `seq > 0` keeps the index from the reader of one tenant, who would pass over all entries since the last vacuum. */
export function createLogBatches(table: Tables): string {
  return `
create table ${table.logBatch} (
  tenant text collate "C" not null,
  number bigint not null,
  doc json not null,
  primary key (tenant, number)
);
alter table ${table.eventStream} add column sealed bigint not null default 0;
create index sallyport_event_stream_unsealed on ${table.eventStream} (tenant) where placed > sealed;
create index sallyport_event_unplaced on ${table.event} (tenant) where place is null and seq > 0;
`;
}
