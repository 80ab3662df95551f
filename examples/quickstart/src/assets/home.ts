import { isProblem, problemOf } from '@sallyport/browser';
import {
  button,
  byId,
  client,
  endSession,
  fill,
  h,
  sentenceOf,
  sessionEnd,
  showWho,
  signInAndReturn,
  TakenBack,
  when,
  whenLookedAt,
  withStepUp,
} from '@sallyport/pages/parts';
import { words } from './words.ts';

/** A guarded route of the demo app. */
interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly name: string;
  readonly demand: string;
  /** The message after access was granted. */
  readonly letIn: string;
  readonly testid: string;
}

const vaultRoute: Route = {
  method: 'GET',
  path: '/app/vault',
  name: words.home.route.vault,
  demand: words.home.demand.enhanced,
  letIn: words.home.letIn.vault,
  testid: 'route-vault',
};

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app/reports',
    name: words.home.route.reports,
    demand: words.home.demand.session,
    letIn: words.home.letIn.reports,
    testid: 'route-reports',
  },
  vaultRoute,
  {
    method: 'POST',
    path: '/app/payout',
    name: words.home.route.payout,
    demand: words.home.demand.passkey,
    letIn: words.home.letIn.payout,
    testid: 'route-payout',
  },
];

/** A row that calls a route and shows the result. The call may have raised the session. */
function routeRow(route: Route, onLetIn?: () => void): HTMLElement {
  const answer = h('div', { class: 'answer', role: 'status', hidden: true, 'data-testid': `${route.testid}-answer` });

  async function run(): Promise<void> {
    answer.hidden = true;
    try {
      await withStepUp(() => request(route));
      fill(answer, h('p', { class: 'note go' }, route.letIn));
      onLetIn?.();
    } catch (thrown) {
      if (thrown instanceof TakenBack) return;
      const signedOut = isProblem(thrown) && thrown.code === 'no-session';
      fill(
        answer,
        h(
          'p',
          { class: 'note warn' },
          sentenceOf(thrown),
          ' ',
          signedOut ? h('a', { href: signInAndReturn(route.method !== 'GET') }, words.home.signIn) : null,
        ),
      );
    }
    answer.hidden = false;
  }

  return h(
    'div',
    { class: 'row wraps' },
    h(
      'div',
      { class: 'about' },
      h('p', {}, route.name),
      h('p', {}, h('code', {}, `${route.method} ${route.path}`), ` · ${route.demand}`),
    ),
    h(
      'div',
      { class: 'actions keep' },
      button({
        label: words.home.tryIt,
        testid: route.testid,
        look: 'compact',
        attributes: { 'aria-label': `${words.home.tryIt}: ${route.name}` },
        run,
      }),
    ),
    answer,
  );
}

async function request({ method, path }: Route): Promise<void> {
  const post = method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {};
  const response = await fetch(path, { method, ...post });
  if (!response.ok) throw await problemOf(response);
}

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
