import type { ContinueAnswer, Session } from '@sallyport/browser';
import { confirmedNote } from './confirmed-by.ts';
import { h } from './element.ts';
import { asksForPasskeyOrApp, proofCountsFor, reasonsIn, reasonsNote, withoutAgeIfTooWeak } from './reasons.ts';
import { words } from './words.ts';

/** A note that only announces one more step is left out. */
export function saidNote(said: string, note: HTMLElement | null): HTMLElement {
  const isAnnouncement = note?.textContent === words.reasons.strength.baseline;
  return h(
    'div',
    { class: 'stack' },
    h('p', { class: 'note', 'data-testid': 'note' }, said),
    isAnnouncement ? null : note,
  );
}

interface Reader {
  readonly confirms?: boolean;
  readonly session?: Session | undefined;
}

/** @param told absent: the message about a provider that confirmed the person, if one did */
export function noteAbove(
  answer: ContinueAnswer,
  { confirms = false, session }: Reader,
  told?: string,
): HTMLElement | null {
  const said = told ?? confirmedNote(answer, confirms);
  const why = whyNote(answer, confirms, session);
  const note = said === undefined ? why : saidNote(said, why);
  return confirms ? withTime(note, proofCountsFor(answer.because)) : note;
}

function withTime(note: HTMLElement | null, time: string | undefined): HTMLElement | null {
  if (time === undefined || note?.textContent.includes(words.reasons.recent(time)) === true) return note;
  const line = h('p', { class: 'muted', 'data-testid': 'counts-for' }, words.steps.countsFor(time));
  return note === null ? line : h('div', { class: 'stack' }, note, line);
}

function whyNote(
  { accept, because: all }: ContinueAnswer,
  confirms: boolean,
  session: Session | undefined,
): HTMLElement | null {
  if (confirms && accept.length > 0 && accept.every(({ method }) => method === 'passkey'))
    return h('p', { class: 'note', 'data-testid': 'because' }, words.signIn.lostHere.onlyPasskey);
  const because = withoutAgeIfTooWeak(all, session?.strength);
  return !confirms && asksForPasskeyOrApp(because) ? null : reasonsNote(because, false, { accept });
}

export function refusalNote(thrown: unknown, otherwise?: string): HTMLElement | null {
  const note = reasonsNote(reasonsIn(thrown));
  if (note !== null || otherwise === undefined) return note;
  return h('p', { class: 'note', 'data-testid': 'because' }, otherwise);
}
