import type { ActResult } from '@sallyport/browser';
import {
  ask,
  button,
  client,
  field,
  fill,
  h,
  linkButton,
  problemLine,
  sentenceFor,
  TakenBack,
  textOf,
  withStepUp,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { count } from '../parts/numbers.ts';
import { words } from '../words.ts';
import { type Filter, filterOf } from './filter.ts';
import { firstNames } from './first-names.ts';
import type { Selection } from './selection.ts';

const { many: says } = words;

type ManyAct = Parameters<typeof client.admin.actOnMany>[0]['act'];

/** The largest number of people in one act (`POST /admin/accounts/acts` in http/routes/administration.ts). */
const MOST = 500;

/** The parts of the {@link selectionBar}. */
export interface SelectionBarInput {
  readonly selection: Selection;
  /** Runs after an act, to load the list again. */
  onDone(): Promise<void>;
}

export interface SelectionBar {
  readonly element: HTMLElement;
  /** What the last act did. */
  readonly result: HTMLElement;
  /** Shows the number of selected people, or hides the bar. */
  draw(): void;
  /** Takes the number of people whom the filters list. `undefined`: not known. */
  matches(count: number | undefined): void;
  /** Selects everybody whom the filters list. */
  selectAll(): Promise<void>;
}

/** The bar with the acts on all selected people. The bar stays in reach while somebody is selected. */
export function selectionBar({ selection, onDone }: SelectionBarInput): SelectionBar {
  const problem = problemLine();
  const result = h('div', { class: 'many-result', role: 'status' });
  const number = h('p', { 'aria-live': 'polite' });
  const all = linkButton('', 'select-all', selectAll);
  let matching: number | undefined;
  /** The size of the selection when everybody was selected. */
  let whole: number | undefined;
  const blockAll = button({
    label: says.acts.block,
    testid: 'block-many',
    look: 'danger',
    run: () => run('block', block),
  });
  const unblockAll = button({
    label: says.acts.unblock,
    testid: 'unblock-many',
    run: () => run('unblock', () => act('unblock')),
  });
  const element = h(
    'section',
    { class: 'stay', hidden: true, 'aria-label': says.title, 'data-testid': 'selection' },
    h('div', { class: 'stay-text' }, number, all, problem.element),
    h(
      'div',
      { class: 'acts' },
      button({ label: says.acts.remind, testid: 'remind-many', run: () => run('remind', remind) }),
      button({ label: says.acts['sign-out'], testid: 'sign-out-many', run: () => run('sign-out', signOut) }),
      blockAll,
      unblockAll,
      button({
        label: icon('cross', 's'),
        testid: 'clear-selection',
        look: 'plain square',
        attributes: { 'aria-label': says.clear },
        run: () => selection.clear(),
      }),
    ),
  );

  /** Selects everybody whom the filters list, page by page, up to the most that one act takes. */
  async function selectAll(): Promise<void> {
    problem.clear();
    try {
      const { cursor: _, ...filter }: Filter = filterOf(location.search);
      let cursor: string | undefined;
      do {
        const asked: Filter = { ...filter, cursor };
        const page = await withStepUp(() => client.admin.accounts(asked));
        selection.set(page.accounts.slice(0, Math.max(0, MOST - selection.size)), true);
        cursor = page.next;
      } while (cursor !== undefined && selection.size < MOST);
      whole = selection.size;
      draw();
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  }

  async function run(what: ManyAct, how: () => Promise<readonly ActResult[]>): Promise<void> {
    problem.clear();
    fill(result);
    try {
      const names = new Map(selection.chosen);
      const results = await how();
      const left = results.filter(({ done }) => !done);
      selection.set(
        results.filter(({ done }) => done).map(({ accountId }) => ({ accountId, identifiers: [] })),
        false,
      );
      await onDone();
      fill(result, told(what, results.length - left.length, left, names));
      // The list is longer than a phone, and the bar with the pressed button is gone.
      result.scrollIntoView({ block: 'nearest' });
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  }

  function act(what: ManyAct, reason?: string): Promise<readonly ActResult[]> {
    const accountIds = [...selection.chosen.keys()].slice(0, MOST);
    return withStepUp(() => client.admin.actOnMany({ act: what, accountIds, reason }));
  }

  /** The number of people whom one act reaches. */
  function reached(): number {
    return Math.min(selection.size, MOST);
  }

  /** The text of a question, and the first names of those whom the act reaches. */
  function about(text: string | undefined): HTMLElement {
    return h(
      'div',
      { class: 'stack' },
      text === undefined ? null : h('p', {}, text),
      h('p', { 'data-testid': 'whom' }, says.whom(firstNames([...selection.chosen.values()].slice(0, reached())))),
    );
  }

  /** An act that asks first, because it reaches many people at once. */
  async function asked(what: 'remind' | 'sign-out', title: string, text?: string): Promise<readonly ActResult[]> {
    let results: readonly ActResult[] = [];
    await ask({
      title,
      text: about(text),
      submit: says.submit[what],
      run: async () => {
        results = await act(what);
      },
    });
    return results;
  }

  function signOut(): Promise<readonly ActResult[]> {
    return asked('sign-out', says.signOutTitle(reached(), count(reached())), says.signOutText);
  }

  function remind(): Promise<readonly ActResult[]> {
    return asked('remind', says.remindTitle(reached(), count(reached())), says.remindText);
  }

  async function block(): Promise<readonly ActResult[]> {
    const { reason, reasonHint, reasonMissing } = words.administration.actions;
    let results: readonly ActResult[] = [];
    await ask({
      title: says.blockTitle(reached(), count(reached())),
      text: about(says.blockText),
      fields: field({
        name: 'reason',
        label: reason,
        hint: reasonHint,
        missing: reasonMissing,
        attributes: { maxlength: 500, autocomplete: 'off' },
      }),
      submit: says.submit.block,
      danger: true,
      run: async (values) => {
        results = await act('block', textOf(values, 'reason').trim());
      },
    });
    return results;
  }

  function draw(): void {
    element.hidden = selection.size === 0;
    const areBlocked = filterOf(location.search).state === 'blocked';
    blockAll.hidden = areBlocked;
    unblockAll.hidden = !areBlocked;
    const limit = selection.size < MOST ? '' : ` ${says.limit(count(MOST))}`;
    const told = `${says.selected(selection.size, count(selection.size))}${limit}`;
    // A screen reader reads the number again only if the number changed.
    if (number.textContent !== told) fill(number, told);
    all.textContent = selectAllText(matching);
    all.hidden = selection.size >= Math.min(matching ?? MOST, MOST) || selection.size === whole;
  }

  return {
    element,
    result,
    selectAll,
    draw,
    matches(known) {
      [matching, whole] = [known, undefined];
      draw();
    },
  };
}

/** The words of the link that selects everybody whom the filters list. */
export function selectAllText(matching: number | undefined): string {
  return matching !== undefined && matching > MOST
    ? says.selectFirst(count(MOST), count(matching))
    : says.selectAll(matching === undefined ? undefined : count(matching));
}

/** What an act did: the number of people, and the people whom it could not reach, with the reason. */
function told(
  what: ManyAct,
  done: number,
  left: readonly ActResult[],
  names: ReadonlyMap<string, string>,
): HTMLElement {
  const codes = [...new Set(left.map(({ code = '' }) => code))];
  return h(
    'div',
    { class: left.length === 0 ? 'note go stack tight' : 'note warn stack tight', 'data-testid': 'many-done' },
    h('p', {}, says.done[what](done, count(done))),
    codes.map((why) => {
      const people = left.filter(({ code = '' }) => code === why);
      const who = firstNames(people.map(({ accountId }) => names.get(accountId) ?? accountId));
      return h('p', {}, says.notDone(sentenceFor(says.because, why) ?? why, who));
    }),
  );
}
