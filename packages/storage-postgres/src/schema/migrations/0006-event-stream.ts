import { ACTOR } from '../actor.ts';
import type { Tables } from '../tables.ts';

/**
 * Adds the place of an event in the stream of its tenant. A reader of the stream gives the places to committed events, so an event without a
 * place was not read yet. A process of the previous version writes events without a place, as this version does.
 *
 * The index of actors is on an expression: also events of before the migration, and of a process of the previous version, have it.
 */
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
