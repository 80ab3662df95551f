import type { AccountEntry, AccountPage } from '@sallyport/browser';
import { fill, h, linkButton, problemLine } from '@sallyport/pages/parts';
import { words } from '../words.ts';

export interface AccountListInput {
  search(query: string | undefined, cursor: string | undefined): Promise<AccountPage>;
  open(id: string): void;
}

export interface AccountList {
  readonly element: HTMLElement;
  /** Loads the list again for the text in the search field. */
  refresh(): Promise<void>;
  /** Identifiers by id of all accounts that were listed. */
  readonly names: ReadonlyMap<string, string>;
  /** Marks the open account. */
  mark(id: string | undefined): void;
  /** Moves the focus to the account that was open last. */
  focus(): void;
}

/** The list of accounts, with a search while typing. */
export function accountList({ search, open }: AccountListInput): AccountList {
  const box = h('input', {
    id: 'search',
    type: 'search',
    placeholder: words.administration.search,
    'aria-label': words.administration.search,
    autocomplete: 'off',
    'data-testid': 'search',
  });
  const rows = h('div', { class: 'card rows', 'data-testid': 'accounts' });
  const more = h('div', {});
  const names = new Map<string, string>();
  const problem = problemLine();
  let marked: string | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch((thrown: unknown) => problem.show(thrown)), 200);
  });

  async function refresh(): Promise<void> {
    problem.clear();
    await add(undefined);
  }

  async function add(cursor: string | undefined): Promise<void> {
    asked += 1;
    const mine = asked;
    const page = await search(box.value.trim() || undefined, cursor);
    // Ignores the answer to an earlier request.
    if (mine !== asked) return;
    if (cursor === undefined) fill(rows);
    const entries = page.accounts.map(entry);
    rows.append(...entries);
    if (rows.childElementCount === 0) fill(rows, h('p', { class: 'empty' }, words.administration.noneLikeThat));
    const { next } = page;
    fill(
      more,
      next === undefined ? null : linkButton(words.buttons.showMore, 'more', () => add(next).catch(problem.show)),
    );
    mark(marked);
    // The pressed link is gone or replaced, so the focus goes to the first new entry.
    if (cursor !== undefined) entries[0]?.focus();
  }

  function entry(account: AccountEntry): HTMLElement {
    const [identifier] = account.identifiers;
    names.set(account.accountId, identifier ?? account.accountId);
    const attributes = { type: 'button', class: 'entry', 'data-testid': 'account-row', 'data-id': account.accountId };
    return h(
      'button',
      { ...attributes, onclick: () => open(account.accountId) },
      h(
        'span',
        { class: 'about' },
        h('span', { class: 'strong' }, identifier ?? account.accountId),
        h('span', { class: 'muted small-text' }, (account.roles ?? []).join(', ') || words.administration.noRole),
      ),
      account.status === undefined || account.status === 'active' ? null : statusBadge(account.status),
    );
  }

  function mark(id: string | undefined): void {
    marked = id;
    for (const row of rows.querySelectorAll<HTMLElement>('.entry')) {
      if (row.dataset['id'] === id) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
      if (id !== undefined) row.toggleAttribute('data-opened', row.dataset['id'] === id);
    }
  }

  function focus(): void {
    (rows.querySelector<HTMLElement>('[data-opened]') ?? box).focus();
  }

  return { element: h('div', { class: 'stack' }, box, problem.element, rows, more), names, refresh, mark, focus };
}

const looks = { active: 'go', locked: 'warn', blocked: 'stop' } as const;

export function statusBadge(status: keyof typeof looks): HTMLElement {
  return h('span', { class: `badge ${looks[status]}`, 'data-testid': 'status' }, words.administration.status[status]);
}
