import type { Account, Session } from '@sallyport/browser';
import { button } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import { endSession } from '../ui/end-session.ts';
import { proofsOf, strengthBadge, when } from '../ui/explain.ts';
import type { Shown } from './shown.ts';

/** Who is signed in, and how strongly. */
export function overviewCard(account: Account, session: Session, shown: Shown): HTMLElement {
  const signOut = button({
    label: 'Sign out',
    testid: 'sign-out',
    run: async () => {
      try {
        location.assign((await endSession()) ?? '/sign-in');
      } catch (thrown) {
        shown.problem(thrown);
      }
    },
  });
  const proofs = proofsOf(session);
  return h(
    'section',
    { class: 'card', 'data-testid': 'overview' },
    h(
      'div',
      { class: 'split' },
      h(
        'div',
        { class: 'stack' },
        h('h2', { 'data-testid': 'identifier' }, account.identifiers.join(', ')),
        h(
          'div',
          { class: 'badges' },
          strengthBadge(session.strength),
          account.roles.map((role) => h('span', { class: 'badge' }, role)),
        ),
        h(
          'p',
          { class: 'muted small-text' },
          `Proved ${when(session.authTime)}${proofs === '' ? '' : ` with ${proofs}`}. This session ends ${when(session.expiresAt)}.`,
        ),
      ),
      signOut,
    ),
  );
}
