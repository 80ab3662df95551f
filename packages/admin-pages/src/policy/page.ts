import { isProblem, type PolicyDocument, type PolicyVersion } from '@sallyport/browser';
import { ask, byId, client, fill, guarded, h, here, locale, when } from '@sallyport/pages/parts';
import { showFrame } from '../parts/frame.ts';
import { awaitRights, withNavigation } from '../parts/helpdesk.ts';
import { noteUrgent } from '../parts/urgent.ts';
import { differenceAsked } from './difference-address.ts';
import { isEqual, rulesOf } from './document.ts';
import { browserShelf, type Draft, isStale, onPresent, openDraft } from './draft.ts';
import { draftBar } from './draft-bar.ts';
import type { Offers } from './fields.ts';
import { floorCard } from './floor-card.ts';
import { followInForce } from './in-force.ts';
import { jsonWaits } from './json-waits.ts';
import { offersOf } from './offers.ts';
import { type Headcount, type Part, rolesTable } from './roles-table.ts';
import { settingCards } from './settings.ts';
import { shownRoles } from './shown-roles.ts';
import { signedInNow } from './signed-in-now.ts';
import { inverseOf, undoAsked } from './undo.ts';
import { type Judge, judgeOf } from './verdict.ts';
import { whatIfCard } from './what-if.ts';
import { words } from './words.ts';

const TABS = ['rules', 'json', 'history', 'shadow'] as const;
type View = (typeof TABS)[number] | 'review';

const place = byId('admin');
const heading = byId('head').querySelector('h1');
const lead = byId('lead');
const says = words.policy;

/** The browser keeps the drafts by account. */
let owner = '';

let onBack = async (): Promise<void> => undefined;
addEventListener('popstate', () => void guarded(place, () => onBack()));

awaitRights();
void start();

async function start(): Promise<void> {
  owner = (await showFrame().catch(() => undefined))?.accountId ?? '';
  await guarded(place, () => withNavigation(load));
}

async function load(news?: string): Promise<void> {
  const [current, page, people] = await Promise.all([client.admin.policy.get(), versions(), headcount()]);
  if (page === undefined) return showReadOnly(current, people);
  const shelf = browserShelf(owner);
  const kept = onPresent(shelf.take(), current);
  if (kept !== undefined && isStale(kept, current)) {
    title(says.tabs.label, '');
    const { conflictView } = await import('./conflict.ts');
    const view = conflictView(kept, current, owner, (policy) => {
      shelf.keep(undefined);
      const merged = openDraft(current, shelf, undefined);
      merged.replace(policy);
      merged.keepNote(kept.note ?? '');
      void guarded(place, () => load());
    });
    fill(place, news === undefined ? null : newsOf(news), view);
    view.querySelector<HTMLElement>('h2')?.focus();
    return;
  }
  const draft = openDraft(current, shelf, kept?.version === current.version ? kept : undefined);
  if (kept !== undefined && kept.version !== current.version) shelf.keep(undefined);
  const judge = judgeOf(draft);
  const offers = await offersOf(draft, people);
  const views = viewsOf(draft, judge, offers, people, page);
  await show(viewOfAddress());
  const undone = undoAsked(location.search);
  if (undone !== undefined) await views.undo(undone);

  async function show(view: View): Promise<void> {
    await views.open(view);
    if (news === undefined) return;
    const line = newsOf(news);
    place.prepend(line);
    line.focus();
    news = undefined;
  }
}

function newsOf(text: string): HTMLElement {
  return h('p', { class: 'note go', role: 'status', tabindex: -1, 'data-testid': 'news' }, text);
}

async function versions(): Promise<Page | undefined> {
  try {
    return await client.admin.policy.history();
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-permitted') return undefined;
    throw thrown;
  }
}

async function showReadOnly(current: PolicyVersion, people: Headcount): Promise<void> {
  const { readOnlyView } = await import('./read-only.ts');
  const draft = openDraft(current, { take: () => undefined, keep: () => undefined }, undefined);
  fill(place, readOnlyView(draft, await offersOf(draft, people), people));
  showInForce(current);
}

function showInForce(current: PolicyVersion): void {
  title(says.tabs.label, '');
  followInForce(lead, current, () => heading?.textContent === says.tabs.label);
}

interface Page {
  readonly versions: readonly PolicyVersion[];
  readonly next?: string;
}

function viewsOf(
  draft: Draft,
  judge: Judge,
  offers: Offers,
  people: Headcount,
  page: Page,
): { open(view: View): Promise<void>; undo(version: number): Promise<void> } {
  const { base } = draft;
  const roles = shownRoles(draft, offers);
  let shown: readonly Part[] = [];
  let isText = false;
  const bar = draftBar(
    draft,
    judge,
    roles.roles,
    () => isText,
    () => void go('review'),
  );
  const waits = jsonWaits(draft);
  const refresh = (): void => {
    for (const part of [...shown, bar]) part.show();
    waits.show(shown, isText);
  };
  draft.listen(refresh);
  judge.listen(refresh);
  onBack = () => open(viewOfAddress());

  async function parts(view: View): Promise<readonly Part[]> {
    if (view === 'json') return [(await import('./json-tab.ts')).jsonTab(draft)];
    if (view === 'history' || view === 'shadow') return [];
    // The fields offer a role as soon as the table has it.
    const cards = settingCards(draft, judge, { ...offers, roles: roles.roles });
    return [rolesTable({ draft, judge, offers }, people, roles, cards.show), cards, whatIfCard(draft, offers)];
  }

  async function open(view: View): Promise<void> {
    if (view === 'review') return openReview();
    if (view === 'shadow' && base.shadow === undefined) return open('rules');
    isText = view === 'json';
    shown = await parts(view);
    showInForce(base);
    waits.show(shown, isText);
    fill(
      place,
      tabs(base.shadow === undefined ? TABS.filter((tab) => tab !== 'shadow') : TABS, view, go),
      view === 'rules' ? [shadowNote(base, () => void go('shadow')), floorCard(base.floor), waits.element] : null,
      shown.map(({ element }) => element),
      view === 'history' ? await historyOf() : view === 'shadow' ? await shadowOf() : bar.element,
    );
    bar.show();
  }

  async function historyOf(): Promise<HTMLElement> {
    const { historyTab } = await import('./history.ts');
    return historyTab({
      ...{ ...page, next: page.next, current: base.version, inForce: base.policy, onTake: take },
      compared: differenceAsked(location.search),
    });
  }

  async function shadowOf(): Promise<HTMLElement> {
    const { shadowTab } = await import('./shadow.ts');
    return shadowTab({
      onTake: take,
      onEnded: () => begunAnew('rules', words.shadow.ended),
    });
  }

  async function begunAnew(view: View, news: string): Promise<void> {
    history.replaceState(null, '', addressOf(view));
    await guarded(place, () => load(news));
  }

  async function openReview(): Promise<void> {
    const { title: text, lead: about } = reviewTitle(draft);
    const view = await reviewOf();
    // The server compares with the policy in force, and the review's texts are of the draft's version.
    const { version } = await client.admin.policy.get();
    if (version !== base.version) return loadConflict();
    if (view === undefined) return go('rules');
    shown = [];
    title(text, about);
    fill(place, view);
    heading?.focus();
  }

  function loadConflict(): Promise<void> {
    draft.keepAgain();
    return load();
  }

  /** `undefined` if the server refuses the draft: the bar says why. */
  async function reviewOf(): Promise<HTMLElement | undefined> {
    try {
      const { reviewView } = await import('./review.ts');
      return await reviewView({
        ...{ draft, judge, people, back: addressOf('rules') },
        onBack: () => void go('rules'),
        onSaved: saved,
        onShadow: () => begunAnew('shadow', words.shadow.started),
        onConflict: () => guarded(place, loadConflict),
      });
    } catch (thrown) {
      if (isProblem(thrown) && thrown.code === 'malformed-input') return undefined;
      throw thrown;
    }
  }

  async function go(view: View): Promise<void> {
    history.pushState(null, '', addressOf(view));
    await guarded(place, () => open(view));
    scrollTo(0, 0);
  }

  async function saved(policy: PolicyDocument): Promise<void> {
    history.replaceState(null, '', addressOf('rules'));
    const news = `${words.review.save.saved(base.version + 1)} ${signedInNow(policy)}`;
    // The policy is saved, even if the server asks for a new proof before it shows it.
    title(says.tabs.label, '');
    fill(place, newsOf(news));
    await guarded(place, () => load(news));
  }

  async function take(policy: PolicyDocument, why: string): Promise<void> {
    const changed = rulesOf(draft.changes()).length;
    if (changed > 0) {
      const { replaces, replacesText, goOn } = says.history;
      try {
        await ask({
          title: replaces,
          text: replacesText(says.bar.changes(changed)),
          submit: goOn,
          danger: true,
          run: async () => undefined,
        });
      } catch {
        return;
      }
    }
    draft.replace(policy);
    draft.keepNote(why);
    await go('review');
  }

  /** Saves nothing. The history if the undo is not known or changes nothing. */
  async function undo(version: number): Promise<void> {
    history.replaceState(null, '', addressOf('rules'));
    const policy = inverseOf(page.versions, version, base.policy);
    if (policy === undefined || isEqual(policy, base.policy)) await go('history');
    else await take(policy, says.history.noteUndo(version));
  }

  return { open, undo };
}

function tabs(
  shown: readonly (typeof TABS)[number][],
  current: View,
  onOpen: (view: View) => Promise<void>,
): HTMLElement {
  return h(
    'nav',
    { class: 'page-tabs', 'aria-label': says.tabs.label },
    shown.map((tab) => {
      const link = h(
        'a',
        { href: addressOf(tab), 'aria-current': tab === current ? 'page' : undefined, 'data-testid': `tab-${tab}` },
        says.tabs[tab],
      );
      link.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void onOpen(tab).then(() => byId('admin').querySelector<HTMLElement>(`[data-testid="tab-${tab}"]`)?.focus());
      });
      return link;
    }),
  );
}

function shadowNote({ shadow }: PolicyVersion, onOpen: () => void): HTMLElement | null {
  if (shadow === undefined) return null;
  const link = h('a', { href: addressOf('shadow'), 'data-testid': 'to-shadow' }, words.shadow.show);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    onOpen();
  });
  return h('p', { class: 'note', 'data-testid': 'shadow-note' }, words.shadow.runs(when(shadow.since)), ' ', link);
}

function title(text: string, about: string): void {
  if (heading !== null) {
    heading.textContent = text;
    heading.tabIndex = -1;
  }
  lead.textContent = about;
}

function viewOfAddress(): View {
  const tab = new URLSearchParams(location.search).get('tab');
  return [...TABS, 'review' as const].find((view) => view === tab) ?? 'rules';
}

function addressOf(view: View): string {
  return view === 'rules' ? here('/admin/policy') : here(`/admin/policy?tab=${view}`);
}

async function headcount(): Promise<Headcount> {
  const { accounts, blocked, byRole, urgent } = await client.admin.overview();
  noteUrgent(urgent);
  const counts = byRole.map(({ role, meets, mustEnroll, noWayIn }): [string, number] => [
    role,
    meets + mustEnroll + noWayIn,
  ]);
  return { everyone: accounts, blocked, byRole: new Map(counts) };
}

const times = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });

function reviewTitle(draft: Draft): { readonly title: string; readonly lead: string } {
  const { review } = words;
  const changed = rulesOf(draft.changes()).length;
  const since = times.format(Date.parse(draft.since() ?? new Date().toISOString()));
  return { title: review.title(changed), lead: changed === 0 ? '' : review.about(draft.base.version, since) };
}
