import type { Account, AccountEntry, ActResult } from '@sallyport/browser';
import {
  ask,
  button,
  client,
  field,
  fill,
  h,
  linkButton,
  problemLine,
  TakenBack,
  textOf,
  withStepUp,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { counted } from '../parts/numbers.ts';
import { addressOf, type Filter, filterOf, listOf } from './filter.ts';
import { firstNames } from './first-names.ts';
import { type BarAct, CHANGED, type ManyAct, resultOf } from './many-result.ts';
import type { Selection } from './selection.ts';
import { words } from './words.ts';

const { many: says } = words;

/** `POST /admin/accounts/acts` in http/routes/administration.ts. */
const MOST = 500;

export interface SelectionBarInput {
  readonly selection: Selection;
  readonly me: Account | undefined;
  onDone(): Promise<void>;
}

/** If the list has more people than one act takes. */
interface Batch {
  readonly filter: Filter;
  cursor: string | undefined;
  known: number | undefined;
  selected: ReadonlySet<string>;
  readonly reached: Set<string>;
  goesOn: boolean;
}

export interface SelectionBar {
  readonly element: HTMLElement;
  readonly result: HTMLElement;
  draw(): void;
  /** In another list the selection ends. `isTyping`: the person types a search. */
  begin(filter: Filter, isTyping: boolean): void;
  matches(count: number | undefined): void;
  selectAll(): Promise<void>;
}

export function selectionBar({ selection, me, onDone }: SelectionBarInput): SelectionBar {
  const problem = problemLine();
  const result = h('div', { class: 'many-result', role: 'status' });
  const number = h('p', { 'aria-live': 'polite' });
  const all = linkButton('', 'select-all', selectAll);
  let matching: number | undefined;
  let batch: Batch | undefined;
  let whole: number | undefined;
  let said = '';
  const blockAll = button({
    label: says.acts.block,
    testid: 'block-many',
    look: 'danger',
    run: () => run('block', block),
  });
  const inviteAll = button({
    label: says.acts.invite,
    testid: 'invite-many',
    run: () =>
      run('invite', async () => {
        const { inviteAgain } = await import('./invite-many.ts');
        return inviteAgain([...selection.chosen].slice(0, MOST));
      }),
  });
  const unblockAll = button({
    label: says.acts.unblock,
    testid: 'unblock-many',
    run: () => run('unblock', unblock),
  });
  const acts = h(
    'div',
    { class: 'acts' },
    button({ label: says.acts.remind, testid: 'remind-many', run: () => run('remind', remind) }),
    inviteAll,
    button({ label: says.acts['sign-out'], testid: 'sign-out-many', run: () => run('sign-out', signOut) }),
    blockAll,
    unblockAll,
    button({
      label: icon('cross', 's'),
      testid: 'clear-selection',
      look: 'plain square',
      attributes: { 'aria-label': says.clear },
      run: () => {
        batch = undefined;
        selection.clear();
      },
    }),
  );
  const element = h(
    'section',
    { class: 'stay', hidden: true, 'aria-label': says.title, 'data-testid': 'selection' },
    h('div', { class: 'stay-text' }, number, all, problem.element),
    acts,
  );

  async function selectAll(): Promise<void> {
    const { cursor: _, ...filter }: Filter = filterOf(location.search);
    batch = { filter, cursor: undefined, known: matching, selected: new Set(), reached: new Set(), goesOn: false };
    await selectFrom(batch);
  }

  async function selectNext(from: Batch): Promise<void> {
    fill(result);
    await selectFrom(from);
    element.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  async function selectFrom(from: Batch): Promise<void> {
    problem.clear();
    try {
      let next: string | undefined = from.cursor;
      const first: AccountEntry[] = [];
      do {
        from.cursor = next;
        const asked: Filter = { ...from.filter, cursor: next };
        const page = await withStepUp(() => client.admin.accounts(asked));
        const unreached = page.accounts.filter(({ accountId }) => !from.reached.has(accountId));
        const taken = unreached.slice(0, Math.max(0, MOST - first.length));
        first.push(...taken);
        next = page.next;
        from.goesOn = next !== undefined || taken.length < unreached.length;
      } while (next !== undefined && first.length < MOST);
      selection.only(first, listOf(from.filter));
      from.selected = new Set(first.map(({ accountId }) => accountId));
      whole = selection.size;
      draw();
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  }

  async function run(what: BarAct, how: () => Promise<readonly ActResult[]>): Promise<void> {
    problem.clear();
    fill(result);
    try {
      const names = new Map([...selection.chosen].map(([id, { name }]) => [id, name]));
      const results = await how();
      const left = results.filter(({ done }) => !done);
      // The administrator ticked these people one by one.
      if (results.some(({ accountId }) => batch?.selected.has(accountId) === false)) batch = undefined;
      // The administrator ticked a person's former block. A colleague has made a new block since.
      selection.remove(results.filter(({ done, code }) => done || code === CHANGED));
      await onDone();
      for (const { accountId } of results) batch?.reached.add(accountId);
      fill(result, resultOf(what, results.length - left.length, left, names, nextLine()));
      // The list is longer than a phone, and the pressed button is gone.
      result.scrollIntoView({ block: 'nearest' });
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  }

  function nextLine(): HTMLElement | null {
    const from = batch;
    if (from === undefined) return null;
    goOnIfLonger(from);
    if (!from.goesOn) return from.reached.size > MOST ? h('p', {}, says.everybodyReached) : null;
    const left = matching === undefined ? MOST : Math.min(MOST, matching - from.reached.size);
    return button({ label: says.selectNext(counted(left)), testid: 'select-next', run: () => selectNext(from) });
  }

  /** The server may have counted more people meanwhile. */
  function goOnIfLonger(from: Batch): void {
    if (from.goesOn || matching === undefined || from.known === undefined || matching <= from.known) return;
    from.known = matching;
    from.cursor = undefined;
    from.goesOn = matching > from.reached.size;
  }

  function act(
    what: ManyAct,
    more?: { readonly reason?: string; readonly asOf?: Readonly<Record<string, string>> | undefined },
  ): Promise<readonly ActResult[]> {
    const accountIds = [...selection.chosen.keys()].slice(0, MOST);
    return withStepUp(() => client.admin.actOnMany({ act: what, accountIds, ...more }));
  }

  function reached(): number {
    return Math.min(selection.size, MOST);
  }

  /** `ofOwn`: for an act that reaches the administrator too. */
  function about(text: string, ofOwn?: string): HTMLElement {
    const people = [...selection.chosen].slice(0, reached());
    const isOwn = people.some(([id]) => id === me?.accountId);
    return h(
      'div',
      { class: 'stack' },
      h('p', {}, text),
      h('p', { 'data-testid': 'whom' }, says.whom(firstNames(people.map(([, { name }]) => name)))),
      ofOwn === undefined || !isOwn ? null : h('p', { 'data-testid': 'own-too' }, ofOwn),
    );
  }

  async function asked(
    what: 'remind' | 'sign-out' | 'unblock',
    title: string,
    about: HTMLElement,
    asOf?: Readonly<Record<string, string>>,
  ): Promise<readonly ActResult[]> {
    let results: readonly ActResult[] = [];
    await ask({
      title,
      text: about,
      submit: says.submit[what],
      run: async () => {
        results = await act(what, { asOf });
      },
    });
    return results;
  }

  function signOut(): Promise<readonly ActResult[]> {
    return asked(
      'sign-out',
      says.signOutTitle(reached(), counted(reached())),
      about(says.signOutText, says.signOutOwn),
    );
  }

  function remind(): Promise<readonly ActResult[]> {
    return asked('remind', says.remindTitle(reached(), counted(reached())), about(says.remindText));
  }

  function unblock(): Promise<readonly ActResult[]> {
    const people = [...selection.chosen].slice(0, reached());
    const someInvited = people.some(([, { invited }]) => invited);
    const text = someInvited ? `${says.unblockText} ${says.unblockInvited}` : says.unblockText;
    // A block after the one that the page showed stays.
    const asOf = Object.fromEntries(
      people.flatMap(([id, { blockedSince }]) => (blockedSince === undefined ? [] : [[id, blockedSince]])),
    );
    return asked('unblock', says.unblockTitle(reached(), counted(reached())), about(text), asOf);
  }

  /** The only one who can change the policy: the server refuses the block. */
  async function isKeptForPolicy(): Promise<boolean> {
    const own = me?.accountId ?? '';
    if (!selection.chosen.has(own)) return false;
    const { risks } = await withStepUp(() => client.admin.risks());
    return risks.some(({ code, accounts: [only] }) => code === 'one-policy-administrator' && only?.accountId === own);
  }

  async function block(): Promise<readonly ActResult[]> {
    const { reason, reasonHint, reasonMissing } = words.administration.actions;
    let results: readonly ActResult[] = [];
    await ask({
      title: says.blockTitle(reached(), counted(reached())),
      text: about(says.blockText, (await isKeptForPolicy()) ? says.blockNotOwn : says.blockOwn),
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
        results = await act('block', { reason: textOf(values, 'reason').trim() });
      },
    });
    return results;
  }

  function draw(): void {
    const isEmpty = selection.size === 0;
    if (!isEmpty) said = '';
    element.hidden = isEmpty && said === '';
    acts.hidden = isEmpty;
    const areBlocked = [...selection.chosen.values()].every(({ blocked }) => blocked);
    blockAll.hidden = areBlocked;
    inviteAll.hidden = ![...selection.chosen.values()].some(({ invited, blocked }) => invited && !blocked);
    unblockAll.hidden = !areBlocked;
    const limit = selection.size < MOST ? '' : ` ${says.limit(counted(MOST))}`;
    const told = isEmpty ? said : `${says.selected(selection.size, counted(selection.size))}${limit}`;
    // A screen reader reads the number again only if it changed.
    if (number.textContent !== told) fill(number, told);
    all.textContent = selectAllText(matching);
    all.hidden = isEmpty || selection.size >= Math.min(matching ?? MOST, MOST) || selection.size === whole;
  }

  return {
    element,
    result,
    selectAll,
    draw,
    begin(filter, isTyping) {
      // Another order has other people after the selection.
      if (batch !== undefined && addressOf(batch.filter) !== addressOf({ ...filter, cursor: undefined })) {
        batch = undefined;
        result.querySelector('[data-testid="select-next"]')?.remove();
      }
      const ended = selection.begin(listOf(filter));
      if (ended === undefined) return;
      problem.clear();
      fill(result);
      if (ended > 0) said = says.ended(ended, counted(ended));
      else if (!isTyping) said = '';
      draw();
    },
    matches(known) {
      [matching, whole] = [known, undefined];
      draw();
    },
  };
}

export function selectAllText(matching: number | undefined): string {
  return matching !== undefined && matching > MOST
    ? says.selectFirst(counted(MOST), counted(matching))
    : says.selectAll(matching === undefined ? undefined : counted(matching));
}
