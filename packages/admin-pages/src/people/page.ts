import { type Account, type AccountPage, isProblem } from '@sallyport/browser';
import {
  button,
  byId,
  client,
  fill,
  guarded,
  h,
  here,
  linkButton,
  notPermitted,
  parameter,
  problemLine,
  TakenBack,
  whenLeft,
  withhold,
  withStepUp,
} from '@sallyport/pages/parts';
import { countingNote } from '../parts/counting.ts';
import { icon, showFrame } from '../parts/frame.ts';
import { awaitRights, hideNavigation, showNavigationFor } from '../parts/helpdesk.ts';
import { peoplePage, personPage } from '../parts/names.ts';
import { leaveNews, newsLine } from '../parts/news.ts';
import { counted } from '../parts/numbers.ts';
import { addressOf, type Filter, filterOf, isByStateAlone, isEverybody } from './filter.ts';
import { knownCount } from './known-count.ts';
import { entryIn, keepPlace, keptPlace, type PassedPage, passedIn, rangeOf, takeReturn } from './list-place.ts';
import { selectAllText, selectionBar } from './many.ts';
import { LIST, showPerson } from './person.ts';
import { newSelection } from './selection.ts';
import { stateOf } from './state.ts';
import { peopleTable } from './table.ts';
import { steered, tools } from './tools.ts';
import { words } from './words.ts';

const { people: says } = words;

const place = byId('admin');
const me = showFrame().catch((): Account | undefined => undefined);
const id = parameter('id');

withhold('query', 'cursor');
awaitRights();
void guarded(place, () => (id === undefined ? showList().catch(refused) : showPerson(id, me).catch(outOfReach)));

function refused(thrown: unknown): never {
  if (isProblem(thrown) && thrown.code === 'not-permitted') hideNavigation();
  throw thrown;
}

/** A helpdesk sees not every person. The address of a deleted account has nobody. */
function outOfReach(thrown: unknown): void {
  const code = isProblem(thrown) ? thrown.code : undefined;
  if (code !== 'not-permitted' && code !== 'not-found') throw thrown;
  if (code === 'not-permitted') showNavigationFor({ may: [] });
  const text = code === 'not-found' ? says.gone : says.outOfReach;
  fill(place, notPermitted(text, { href: peoplePage(), label: says.title }));
}

async function showList(): Promise<void> {
  const problem = problemLine();
  const account = await me;
  const list = h('div', { class: 'people-list', 'aria-live': 'off' });
  const status = h('p', { class: 'unseen', role: 'status' });
  const above = tools((filter, isTyping) => void go(filter, isTyping));
  const selection = newSelection(() => bar.draw());
  const bar = selectionBar({ selection, me: account, onDone: () => refresh() });
  const create = button({
    label: [icon('plus', 's'), words.overview.invite],
    testid: 'create-account',
    look: 'primary',
    run: createOne,
  });
  const counting = countingNote();
  let asked = 0;

  async function go(filter: Filter, isTyping = false, passed: readonly PassedPage[] = []): Promise<void> {
    // Typing changes the present entry of the history.
    if (isTyping) history.replaceState(null, '', addressOf(filter));
    else history.pushState({ passed }, '', addressOf(filter));
    await refresh(isTyping);
  }

  async function refresh(isTyping = false): Promise<void> {
    asked += 1;
    const mine = asked;
    problem.clear();
    try {
      await load(() => mine === asked, isTyping);
    } catch (thrown) {
      if (thrown instanceof TakenBack || mine !== asked) return;
      // A cursor of another order, or of an earlier server, begins again.
      const { cursor, ...filter } = filterOf(location.search);
      if (cursor !== undefined && isProblem(thrown) && thrown.code === 'malformed-input') {
        history.replaceState(null, '', addressOf(filter));
        return refresh();
      }
      problem.show(thrown);
    }
  }

  async function load(isNewest: () => boolean, isTyping = false): Promise<void> {
    const turn = asked;
    const filter = filterOf(location.search);
    bar.begin(filter, isTyping);
    if (entryIn(history.state) === undefined)
      history.replaceState({ passed: passedPages(), entry: Math.random().toString(36) }, '');
    above.show(filter, undefined);
    const page = await withStepUp(() => client.admin.accounts(filter));
    if (!isNewest()) return;
    // After the answer: without a session, the tab keeps no search.
    sessionStorage.setItem(LIST, addressOf(filter));
    // The numbers are of everybody.
    above.show(filter, isByStateAlone(filter) ? page.counts : undefined);
    const matching = matchesOf(page, filter) ?? (await knownCount(filter, client.admin));
    if (!isNewest()) return;
    bar.matches(matching);
    showNavigationFor(page);
    // A helpdesk creates nobody, and acts on one person at a time.
    if (page.may === undefined && !create.isConnected) fill(byId('acts'), create);
    const isHelpdesk = page.may !== undefined;
    fill(byId('lead'), leadOf(page, filter, matching, passedPages()));
    fill(status, says.shown(page.accounts.length));
    fill(
      list,
      page.accounts.length === 0
        ? h(
            'p',
            { class: 'card empty', 'data-testid': 'nobody' },
            isEverybody(filter) ? says.nobodyYet : isHelpdesk ? says.nobodyForHelpdesk : says.nobody,
            filter.risk !== undefined && filter.state === 'blocked'
              ? ` ${says.blockedIsNoRisk(words.risks.names[filter.risk])}`
              : null,
            ' ',
            isEverybody(filter)
              ? null
              : steered(h('a', { href: here('/admin/people') }, says.clear), () => void go(NO_FILTER)),
          )
        : h(
            'section',
            { class: 'card panel flush', 'aria-label': says.title },
            // A phone shows no box for all rows.
            isHelpdesk || matching === 1
              ? null
              : h(
                  'p',
                  { class: 'select-line' },
                  linkButton(selectAllText(matching), 'select-all-above', bar.selectAll),
                ),
            peopleTable({ page, filter, me: account, selection, go: (to) => void go(to) }),
            orderNote(page, filter),
            foot(filter, page, matching),
          ),
    );
    follow(page, filter, matching, () => turn === asked);
  }

  function follow(page: AccountPage, filter: Filter, first: number | undefined, isShown: () => boolean): void {
    let newest = page;
    let known = first;
    counting.follow(
      page.pending,
      async () => {
        newest = await client.admin.accounts(filter);
        const matching = matchesOf(newest, filter) ?? (await knownCount(filter, client.admin));
        if (!isShown()) return undefined;
        above.count(newest.counts);
        if (matching !== known) bar.matches(matching);
        known = matching;
        const all = list.querySelector('[data-testid="select-all-above"]');
        if (all !== null) all.textContent = selectAllText(matching);
        fill(byId('lead'), leadOf(newest, filter, matching, passedPages()));
        return newest.pending ?? 0;
      },
      () => (rowsOf(page, filter) === rowsOf(newest, filter) ? null : linkButton(says.loadAgain, 'load-again', again)),
    );
  }

  async function again(): Promise<void> {
    await refresh();
    toTop();
  }

  function toTop(): void {
    list.tabIndex = -1;
    list.focus({ preventScroll: true });
    list.scrollIntoView({ block: 'start' });
  }

  async function turnTo(filter: Filter, passed: readonly PassedPage[]): Promise<void> {
    const before = list.firstElementChild;
    await go(filter, false, passed);
    // Without an answer, the former rows stay below the message.
    if (list.firstElementChild !== before) toTop();
  }

  function orderNote({ accounts }: AccountPage, filter: Filter): HTMLElement | null {
    if (filter.sort !== '-lastSignInAt' || accounts.length < 2) return null;
    if (accounts.every(({ lastSignInAt }) => lastSignInAt !== undefined)) return null;
    const to = (sort: Filter['sort'], label: string, testid: string): HTMLElement => {
      const sorted = { ...filter, sort, cursor: undefined };
      return steered(h('a', { href: addressOf(sorted), 'data-testid': testid }, label), () => void go(sorted));
    };
    return h(
      'p',
      { class: 'note-line muted', 'data-testid': 'order-note' },
      says.neverInNoOrder,
      ' ',
      to('-createdAt', says.newestFirst, 'sort-newest'),
      ' · ',
      to('identifier', says.byName, 'sort-name'),
    );
  }

  function foot(filter: Filter, { accounts, next }: AccountPage, matching: number | undefined): HTMLElement | null {
    if (next === undefined && filter.cursor === undefined) return null;
    const passed = passedPages();
    const here = { cursor: filter.cursor, rows: accounts.length };
    const range = rangeOf(here.cursor, passed, here.rows);
    const before = passed.at(-1);
    const to = (
      cursor: string | undefined,
      label: string,
      testid: string,
      pages: readonly PassedPage[] = [],
    ): HTMLElement =>
      steered(
        h('a', { class: 'button', href: addressOf({ ...filter, cursor }), 'data-testid': testid }, label),
        () => void turnTo({ ...filter, cursor }, pages),
      );
    return h(
      'div',
      { class: 'table-foot' },
      range === undefined
        ? null
        : h('p', { class: 'muted', 'data-testid': 'range' }, rangeText(range.from, range.to, matching)),
      here.cursor === undefined ? null : to(undefined, says.firstPage, 'first-page'),
      before === undefined ? null : to(before.cursor, says.previousPage, 'previous-page', passed.slice(0, -1)),
      next === undefined
        ? null
        : // Without the way back to the first page, no range.
          to(next, says.nextPage, 'next-page', range === undefined ? [] : [...passed, here]),
    );
  }

  /** The link back from a person makes an entry without a state. */
  function passedPages(): readonly PassedPage[] {
    return passedIn(history.state) ?? keptPlace(addressOf(filterOf(location.search)))?.passed ?? [];
  }

  async function createOne(): Promise<void> {
    try {
      const { createAccounts } = await import('./create-account.ts');
      const { accounts, news } = await createAccounts();
      const [only, ...others] = accounts;
      leaveNews(news);
      location.assign(only === undefined || others.length > 0 ? NEWEST : personPage(only.accountId));
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  }

  addEventListener('popstate', () => void refresh());
  const kept = keptPlace(addressOf(filterOf(location.search)));
  const isSameEntry = kept?.entry !== undefined && kept.entry === entryIn(history.state);
  const left = takeReturn() || isSameEntry ? kept : undefined;
  whenLeft(() =>
    keepPlace({
      address: addressOf(filterOf(location.search)),
      passed: passedPages(),
      scroll: scrollY,
      entry: entryIn(history.state),
    }),
  );
  await load(() => true);
  fill(place, newsLine(), problem.element, counting.element, above.element, status, bar.result, list, bar.element);
  if (left !== undefined) scrollsBack(left.scroll);
  if (parameter('new') !== undefined) {
    history.replaceState(null, '', location.pathname);
    if (create.isConnected) void createOne();
  }
}

/** Parts above that come later do not move the list, until the reader does something. */
function scrollsBack(top: number): void {
  const { style } = document.documentElement;
  style.overflowAnchor = 'none';
  scrollTo({ top, behavior: 'instant' });
  for (const type of ['wheel', 'keydown', 'pointerdown'])
    addEventListener(type, () => void style.removeProperty('overflow-anchor'), { once: true, passive: true });
}

function rangeText(from: number, to: number, all: number | undefined): string {
  return all === undefined
    ? says.range(counted(from), counted(to))
    : says.rangeOf(counted(from), counted(to), counted(all));
}

/** If nobody knows how many, each page says what the first page says. */
function leadOf(
  { accounts, counts, may }: AccountPage,
  filter: Filter,
  matching: number | undefined,
  passed: readonly PassedPage[],
): string {
  const all = counted(counts.all);
  if (isEverybody(filter)) return (may === undefined ? says.total : says.helpdeskTotal)(counts.all, all);
  if (matching !== undefined) return says.matching(counted(matching), all);
  return says.moreMatching(counted(passed[0]?.rows ?? accounts.length), all);
}

/** The numbers of the tenant are by state alone. */
function matchesOf({ accounts, counts, next }: AccountPage, filter: Filter): number | undefined {
  if (isByStateAlone(filter)) return counts[filter.state ?? 'all'];
  return next === undefined && filter.cursor === undefined ? accounts.length : undefined;
}

function rowsOf({ accounts }: AccountPage, { state }: Filter): string {
  return JSON.stringify(accounts.map((account) => [account.accountId, stateOf(account, state)]));
}

const NO_FILTER: Filter = { sort: '-lastSignInAt' };

const NEWEST = addressOf({ sort: '-createdAt' });
