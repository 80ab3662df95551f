import { h } from './element.ts';
import { reasonsIn, reasonsNote } from './reasons.ts';
import { words } from './words.ts';

/** A message above a step, and another note below the message. A note that only announces one more step is left out. */
export function saidNote(said: string, note: HTMLElement | null): HTMLElement {
  const isAnnouncement = note?.textContent === words.reasons.strength.baseline;
  return h(
    'div',
    { class: 'stack' },
    h('p', { class: 'note', 'data-testid': 'note' }, said),
    isAnnouncement ? null : note,
  );
}

export function passkeyNote(): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'because' }, words.signIn.lostHere.onlyPasskey);
}

/** The reasons in a refusal, or the given sentence. */
export function refusalNote(thrown: unknown, otherwise?: string): HTMLElement | null {
  const note = reasonsNote(reasonsIn(thrown));
  if (note !== null || otherwise === undefined) return note;
  return h('p', { class: 'note', 'data-testid': 'because' }, otherwise);
}
