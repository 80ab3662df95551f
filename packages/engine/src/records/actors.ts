import type { EventRecord, HostActor } from '../store/records.ts';

/** Who made a change, as one text for a record that names them: an account id, `system`, `host`, or `host:` and which. */
export function actorName(actor: NonNullable<EventRecord['actor']>): string {
  if (typeof actor === 'string') return actor;
  return actor.id === undefined ? actor.kind : `${actor.kind}:${actor.id}`;
}

/** Host code, and which of it. */
export function hostActor(id: string | undefined): HostActor {
  return id === undefined ? { kind: 'host' } : { kind: 'host', id };
}
