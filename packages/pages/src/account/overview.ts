import type { Account, Session, SessionEntry } from '@sallyport/browser';
import { button } from '../parts/controls.ts';
import { breakable, h } from '../parts/element.ts';
import { endSession } from '../parts/end-session.ts';
import { proofsOf, when } from '../parts/explain.ts';
import { leaveNote } from '../parts/location.ts';
import { sessionEnd } from '../parts/session-end.ts';
import { roleName } from '../parts/words.ts';
import { words } from '../words.ts';
import { kindOfCode } from './kind-of-code.ts';
import type { Shown } from './shown.ts';

/** The card with the account's owner and the session's strength. */
export function overviewCard(
  account: Account,
  session: Session,
  sessions: readonly SessionEntry[],
  shown: Shown,
): HTMLElement {
  const signOut = button({
    label: words.buttons.signOut,
    testid: 'sign-out',
    run: async () => {
      try {
        const provider = await endSession();
        if (provider === undefined) leaveNote(words.signIn.youSignedOut);
        location.assign(provider ?? '/sign-in');
      } catch (thrown) {
        shown.problem(thrown);
      }
    },
  });
  const proofs = proofsOf(session, kindOfCode(account));
  return h(
    'section',
    { class: 'card', 'data-testid': 'overview' },
    h(
      'div',
      { class: 'split' },
      h(
        'div',
        { class: 'stack' },
        h('h2', { 'data-testid': 'identifier' }, breakable(account.identifiers.join(', '))),
        h(
          'div',
          { class: 'badges' },
          account.roles.map((role) => h('span', { class: 'badge' }, roleName(role))),
        ),
        h(
          'p',
          { class: 'muted small-text' },
          `${words.account.overview.proved(when(session.authTime), proofs)} ${sessionEnd(sessions)}`,
        ),
      ),
      signOut,
    ),
  );
}
