import type { Account } from '@sallyport/browser';
import { button, byId, h, here, problemLine, showWho, signOutTo, svg } from '@sallyport/pages/parts';
import { type IconName, icons } from '../icons.ts';
import { words } from '../words.ts';
import { forgetRights } from './helpdesk.ts';
import { forgetUrgent, showUrgent } from './urgent.ts';

/** The text beside an icon says the same. */
export function icon(name: IconName, look = ''): SVGElement {
  const attributes = { class: `icon ${look}`.trim(), viewBox: '0 0 24 24', 'aria-hidden': 'true' };
  return svg('svg', attributes, svg('path', { d: icons[name] }));
}

export async function showFrame(): Promise<Account | undefined> {
  const account = await showWho();
  if (account === undefined) {
    forgetUrgent();
    forgetRights();
    return undefined;
  }
  showUrgent();
  const problem = problemLine();
  const signOut = button({
    label: [icon('leave', 's'), h('span', {}, words.buttons.signOut)],
    testid: 'sign-out',
    look: 'leave',
    attributes: { 'aria-label': words.buttons.signOut },
    run: async () => {
      try {
        await signOutTo(here('/sign-in'));
      } catch (thrown) {
        problem.show(thrown);
      }
    },
  });
  byId('who').append(signOut, problem.element);
  return account;
}
