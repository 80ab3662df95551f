import type { ActResult } from '@sallyport/browser';
import { type client, h, sentenceFor } from '@sallyport/pages/parts';
import { counted } from '../parts/numbers.ts';
import { firstNames, NAMED } from './first-names.ts';
import { words } from './words.ts';

const { many: says } = words;

export type ManyAct = Parameters<typeof client.admin.actOnMany>[0]['act'];

export const CHANGED = 'precondition-failed';

/** The server carries out an invitation for one person at a time. */
export type BarAct = ManyAct | 'invite';

export function resultOf(
  what: BarAct,
  done: number,
  left: readonly ActResult[],
  names: ReadonlyMap<string, string>,
  next: HTMLElement | null,
): HTMLElement {
  const stay = left.filter(({ code }) => code !== CHANGED).length;
  const codes = [...new Set(left.map(({ code = '' }) => code))];
  return h(
    'div',
    { class: left.length === 0 ? 'note go stack tight' : 'note warn stack tight', 'data-testid': 'many-done' },
    h('p', {}, says.done[what](done, counted(done))),
    codes.map((why) => {
      const people = left.filter(({ code = '' }) => code === why);
      // There is nothing more to do for people who got a reminder today.
      if (what === 'remind' && why === 'too-many-mails' && people.length > NAMED)
        return h('p', {}, says.remindedToday(people.length, counted(people.length)));
      if (why === 'not-invited') return h('p', {}, says.notInvited(people.length, counted(people.length)));
      const who = firstNames(people.map(({ accountId }) => names.get(accountId) ?? accountId));
      return h('p', {}, says.notDone[what](who, becauseOf(what, why)));
    }),
    stay < 2 ? null : h('p', {}, says.staySelected(counted(stay))),
    next,
  );
}

/** The budget of invitations is another than that of reminders. */
function becauseOf(what: BarAct, why: string): string {
  const ofInvitation = what === 'invite' ? sentenceFor(says.becauseInvite, why) : undefined;
  return ofInvitation ?? sentenceFor(says.because, why) ?? why;
}
