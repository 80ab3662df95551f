import {
  button,
  byId,
  client,
  endSession,
  fill,
  h,
  sessionEnd,
  showWho,
  when,
  whenLookedAt,
} from '@sallyport/pages/parts';
import { routeRow, routes } from './routes.ts';
import { words } from './words.ts';

fill(
  byId('routes'),
  routes.map((route) => routeRow(route, () => void showSession())),
);
/** The account that the page shows. The page is not drawn again for the same account. */
let shownFor: string | undefined;

void showSession();
whenLookedAt(async () => {
  const session = await client.session.get().catch(() => undefined);
  if (session?.accountId !== shownFor) await showSession();
});

async function showSession(): Promise<void> {
  const place = byId('session');
  const account = await showWho().catch(() => undefined);
  const [session, sessions = []] =
    account === undefined ? [] : await Promise.all([client.session.get(), client.account.sessions()]).catch(() => []);
  shownFor = session?.accountId;
  place.classList.add('split');
  if (account === undefined || session === undefined) {
    const signIn = h(
      'a',
      { class: 'button primary', href: '/sign-in', 'data-testid': 'go-sign-in' },
      words.home.signIn,
    );
    return fill(place, h('p', {}, words.home.nobody), signIn);
  }
  const signOut = button({
    label: words.home.signOut,
    testid: 'sign-out',
    run: async () => {
      const logout = await endSession();
      if (logout === undefined) await showSession();
      else location.assign(logout);
    },
  });
  fill(
    place,
    h(
      'div',
      { class: 'about' },
      h('p', {}, h('strong', {}, account.identifiers[0] ?? account.accountId)),
      h('p', { class: 'muted small-text' }, `${words.home.confirmed(when(session.authTime))} ${sessionEnd(sessions)}`),
    ),
    h('div', { class: 'actions' }, h('a', { class: 'button', href: '/account' }, words.home.yourAccount), signOut),
  );
}
