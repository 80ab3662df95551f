import type { Account, Session, SessionEntry } from '@sallyport/browser';
import { button } from '../parts/controls.ts';
import { breakable, h } from '../parts/element.ts';
import { signOutTo } from '../parts/end-session.ts';
import { proofsOf, when } from '../parts/explain.ts';
import { here } from '../parts/here.ts';
import { listed } from '../parts/lists.ts';
import { sessionEnd } from '../parts/session-end.ts';
import type { Shown } from '../parts/shown.ts';
import { roleName } from '../parts/words.ts';
import { words } from '../words.ts';
import { kindOfCode } from './kind-of-code.ts';

export function overviewCard(
  account: Account,
  session: Session,
  sessions: readonly SessionEntry[],
  shown: Shown,
): HTMLElement {
  const leave = button({
    label: words.buttons.signOut,
    testid: 'sign-out',
    run: () => signOutTo(here('/sign-in'), words.signIn.youSignedOut).catch(shown.problem),
  });
  const proofs = proofsOf(session, kindOfCode(account, session));
  const providers = listed(
    account.externalIds.filter(({ provedAt }) => provedAt !== undefined).map(({ name, provider }) => name ?? provider),
  );
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
        account.roles.length === 0
          ? null
          : h(
              'div',
              { class: 'badges' },
              account.roles.map((role) => h('span', { class: 'badge' }, roleName(role))),
            ),
        h(
          'p',
          { class: 'muted small-text' },
          `${words.account.overview.proved(when(session.authTime), proofs, providers)} ${sessionEnd(sessions)}`,
        ),
      ),
      leave,
    ),
  );
}
