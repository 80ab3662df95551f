import {
  button,
  byId,
  client,
  fill,
  guarded,
  h,
  parameter,
  problemLine,
  TakenBack,
  withStepUp,
} from '@sallyport/pages/parts';
import { showFrame } from '../parts/frame.ts';
import { words } from '../words.ts';
import { createAccount } from './create-account.ts';
import { showDetail } from './detail.ts';
import { keptCodes } from './kept-codes.ts';
import { accountList } from './list.ts';

const place = byId('admin');
const detail = h('div', { class: 'detail', 'data-testid': 'detail' });
const master = h('div', { class: 'master', 'data-view': 'list' });
const problem = problemLine();
const news = h('div', { role: 'status' });
const codes = keptCodes(() => (master.dataset['view'] === 'list' ? list.focus() : focusDetail()));
const list = accountList({
  search: (query, cursor) => withStepUp(() => client.admin.accounts({ query, cursor })),
  open,
});

void showFrame().catch(() => undefined);
void guarded(place, load);
addEventListener('popstate', () => void show(parameter('id')));

async function load(): Promise<void> {
  await list.refresh();
  const create = button({
    label: words.administration.newAccount,
    testid: 'create-account',
    look: 'primary',
    run: createOne,
  });
  fill(master, h('div', { class: 'list' }, create, list.element), detail);
  fill(place, problem.element, codes.element, news, master);
  await show(parameter('id'));
}

async function createOne(): Promise<void> {
  try {
    const { account, news: told } = await createAccount();
    await list.refresh();
    open(account.accountId);
    tell(told);
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) problem.show(thrown);
  }
}

/** Shows a message above the list and the account, until another account is opened. */
function tell(what: string): void {
  fill(news, h('p', { class: 'note go', 'data-testid': 'news' }, what));
}

function open(id: string | undefined): void {
  fill(news);
  history.pushState(null, '', id === undefined ? location.pathname : `?id=${encodeURIComponent(id)}`);
  void show(id).then(() => (id === undefined ? list.focus() : focusDetail()));
}

/** Moves the focus to the account, because the pressed element may be out of sight, as on a phone. */
function focusDetail(): void {
  detail.querySelector<HTMLElement>('h2')?.focus();
}

async function show(id: string | undefined): Promise<void> {
  master.dataset['view'] = id === undefined ? 'list' : 'detail';
  list.mark(id);
  if (id === undefined) {
    fill(detail, h('p', { class: 'card empty' }, words.administration.chooseOne));
    return;
  }
  await guarded(detail, () =>
    showDetail({
      place: detail,
      id,
      names: list.names,
      codes,
      onBack: () => open(undefined),
      onChanged: () => list.refresh(),
      onGone: (whose) => {
        codes.putAway(id);
        open(undefined);
        tell(words.administration.actions.deleted(whose));
      },
    }),
  );
}
