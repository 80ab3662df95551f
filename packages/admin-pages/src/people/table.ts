import type { Account, AccountEntry, AccountPage } from '@sallyport/browser';
import { type Child, h, roleName, when } from '@sallyport/pages/parts';
import { factorIcons } from '../parts/factors.ts';
import { icon } from '../parts/frame.ts';
import { namesText, otherMailbox, personPage, quietLink, shortName, signInName } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { addressOf, type Filter, listOf } from './filter.ts';
import type { Selection } from './selection.ts';
import { stateBadge, stateOf } from './state.ts';
import { words } from './words.ts';

const { people: says } = words;

export interface PeopleTableInput {
  readonly page: AccountPage;
  readonly filter: Filter;
  readonly me: Account | undefined;
  readonly selection: Selection;
  go(filter: Filter): void;
}

/** A helpdesk selects nobody: it does no act on many people. */
export function peopleTable({ page, filter, me, selection, go }: PeopleTableInput): HTMLElement {
  const marks = page.may === undefined;
  const all = h('input', { type: 'checkbox', 'data-testid': 'select-page' });
  const ids = page.accounts.map(({ accountId }) => accountId);
  const boxes = new Map<string, HTMLInputElement>();
  const sync = (): void => {
    for (const [id, box] of boxes) box.checked = selection.has(id);
    all.checked = ids.length > 0 && ids.every((id) => selection.has(id));
    all.indeterminate = !all.checked && ids.some((id) => selection.has(id));
  };
  const select = (people: AccountPage['accounts'], selected: boolean): void =>
    selected ? selection.add(people, listOf(filter)) : selection.remove(people);
  all.addEventListener('change', () => select(page.accounts, all.checked));
  selection.watch(sync);

  const rows = page.accounts.map((account) => {
    const name = namesText(account);
    const box = h('input', { type: 'checkbox', 'data-testid': 'select' });
    box.addEventListener('change', () => select([account], box.checked));
    boxes.set(account.accountId, box);
    return h(
      'tr',
      { 'data-id': account.accountId },
      marks
        ? h('td', { class: 'mark-cell' }, h('label', {}, h('span', { class: 'unseen' }, says.select(name)), box))
        : null,
      h('th', { scope: 'row' }, nameCell(account, me)),
      h(
        'td',
        { class: 'roles-cell' },
        account.roles.map(roleName).join(', ') || h('span', { class: 'muted' }, says.noRole),
      ),
      h('td', { class: 'state-cell' }, stateCell(account, filter)),
      h('td', { class: 'factors-cell' }, factorIcons(account.factors)),
      h(
        'td',
        { class: 'seen-cell', 'data-label': says.signedIn },
        account.lastSignInAt === undefined
          ? [says.never, below(says.made(when(account.createdAt)))]
          : when(account.lastSignInAt),
      ),
      h(
        'td',
        { class: 'num sessions-cell' },
        account.sessions === 0 ? h('span', { class: 'muted' }, 0) : counted(account.sessions),
      ),
    );
  });
  sync();

  const sorted = (
    label: string,
    sort: Filter['sort'],
    direction: 'ascending' | 'descending',
    look = '',
  ): HTMLElement => {
    const to = { ...filter, sort, cursor: undefined };
    const isNow = filter.sort === sort;
    const link = h('a', { class: 'sort', href: addressOf(to) }, label, isNow ? icon('down', 's') : null);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(to);
    });
    return h('th', { scope: 'col', class: look, 'aria-sort': isNow ? direction : undefined }, link);
  };
  return h(
    'table',
    { class: 'people-table', 'data-testid': 'accounts' },
    h('caption', { class: 'unseen' }, says.title),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        marks
          ? h('td', { class: 'mark-cell' }, h('label', {}, h('span', { class: 'unseen' }, says.selectPage), all))
          : null,
        sorted(says.name, 'identifier', 'ascending'),
        h('th', { scope: 'col' }, says.roles),
        h('th', { scope: 'col' }, says.state),
        h('th', { scope: 'col', class: 'factors-cell' }, says.factors),
        sorted(says.lastSignIn, '-lastSignInAt', 'descending'),
        h('th', { scope: 'col', class: 'num sessions-cell' }, says.sessions),
      ),
    ),
    h('tbody', {}, rows),
  );
}

/** With the end of a code, or of the sign-in in which it was entered. */
function stateCell(account: AccountEntry, filter: Filter): Child {
  const state = stateOf(account, filter.state);
  const ending = state === 'codeOut' ? account.helpInCode : state === 'codeIn' ? account.settingUp : undefined;
  return [stateBadge(state), ending === undefined ? null : below(says.codeExpires(when(ending.expiresAt)))];
}

function below(...content: Child[]): HTMLElement {
  return h('span', { class: 'at below' }, content);
}

function nameCell(account: AccountEntry, me: Account | undefined): HTMLElement {
  const { accountId, displayName } = account;
  const signsInAs = shortName(signInName(account), me);
  const email = otherMailbox(account);
  const link = quietLink(personPage(accountId), displayName === undefined ? signsInAs : h('span', {}, displayName));
  link.setAttribute('data-testid', 'account-row');
  return h(
    'div',
    {},
    link,
    displayName === undefined ? null : below(signsInAs),
    email === undefined ? null : below(shortName(email, me)),
  );
}
