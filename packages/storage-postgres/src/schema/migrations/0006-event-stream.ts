import { ACTOR } from '../actor.ts';
import type { Tables } from '../tables.ts';

/** The index of actors is on an expression, so that older events have it. */
export function addEventStream(table: Tables): string {
  return `
create table ${table.eventStream} (
  tenant text collate "C" not null,
  placed bigint not null,
  primary key (tenant)
) with (fillfactor = 50);
alter table ${table.event} add column place bigint;
create index sallyport_event_place on ${table.event} (tenant, place, seq);
create index sallyport_event_actor on ${table.event} (tenant, (${ACTOR}), at, seq) where (${ACTOR}) is not null;
`;
}
