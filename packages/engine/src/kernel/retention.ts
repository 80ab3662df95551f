import { type DurationText, type Instant, instant, type Milliseconds, milliseconds } from '@sallyport/core';
import type { EventRetention, EventType } from '@sallyport/store';
import { EVENT_TYPES } from '@sallyport/store';
import { durationOf, SallyportConfigError } from '../contract/configuration-error.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { READ_FOR_INVITATIONS } from './invitation-events.ts';

/** How long events are kept: a duration like `'90d'`, or `'forever'`. `others` stands for every type without an entry. */
export type EventRetentionOptions = Readonly<Partial<Record<EventType | 'others', DurationText | 'forever'>>>;

/** Anybody can cause sign-in events. The other events stay for a yearly review. */
const DEFAULTS: EventRetentionOptions = { 'sign-in.started': '90d', 'sign-in.failed': '90d', others: '400d' };

export function eventRetention(asked: EventRetentionOptions = {}): (now: Instant) => readonly EventRetention[] {
  const kept: EventRetentionOptions = { ...DEFAULTS, ...asked };
  for (const type of Object.keys(asked))
    if (type !== 'others' && !Object.hasOwn(EVENT_TYPES, type)) throw noSuchType(type);
  const byLength = new Map<Milliseconds, EventType[]>();
  for (const type of Object.keys(EVENT_TYPES).filter(isType)) {
    const asked = lengthOf(type, kept[type] ?? kept.others ?? 'forever');
    const length = asked && READ_FOR_INVITATIONS.includes(type) ? longer(asked, SEVEN_DAYS) : asked;
    if (length !== undefined) byLength.set(length, [...(byLength.get(length) ?? []), type]);
  }
  return (now) => [...byLength].map(([length, types]) => ({ types, before: instant(now - length) }));
}

const SEVEN_DAYS = milliseconds(LIFETIMES.organisationInvitation);

function longer(one: Milliseconds, other: Milliseconds): Milliseconds {
  return one > other ? one : other;
}

function isType(text: string): text is EventType {
  return Object.hasOwn(EVENT_TYPES, text);
}

function lengthOf(type: EventType, text: string): Milliseconds | undefined {
  return text === 'forever' ? undefined : durationOf(`eventRetention['${type}']`, text);
}

function noSuchType(type: string): SallyportConfigError {
  return new SallyportConfigError(
    'unknown-event-type',
    `There is no event of type '${type}'.`,
    "Name types of the action log, and 'others' for the rest.",
  );
}
