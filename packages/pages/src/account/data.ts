import type { Account } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { download } from '../parts/clipboard.ts';
import { button, TakenBack } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { byId, fill, h } from '../parts/element.ts';
import type { Shown } from '../parts/shown.ts';
import { sessionEndsHere } from '../parts/shown-session.ts';
import { withStepUp } from '../parts/step-up.ts';
import { showWho } from '../parts/who.ts';
import { words } from '../words.ts';

export interface DataInput {
  readonly canExport: boolean;
  readonly canDelete: boolean;
  readonly hasVault: boolean;
}

export function dataCard(account: Account, shown: Shown, input: DataInput): HTMLElement | null {
  const { canExport, canDelete, hasVault } = input;
  if (!canExport && !canDelete) return null;
  const run = (action: () => Promise<void>) => async (): Promise<void> => {
    try {
      await action();
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) shown.problem(thrown);
    }
  };
  const row = (title: string, text: string, action: HTMLElement, more: HTMLElement | null = null): HTMLElement =>
    h('div', { class: 'row long' }, h('div', { class: 'about' }, h('p', {}, title), h('p', {}, text), more), action);
  const notes = h(
    'details',
    {},
    h('summary', {}, words.account.data.readExport),
    h(
      'ul',
      {},
      words.account.data.exportNotes.map((note) => h('li', {}, note)),
    ),
  );
  return h(
    'section',
    { 'aria-labelledby': 'data-title' },
    h('h2', { id: 'data-title' }, words.account.data.title),
    h(
      'div',
      { class: 'card rows' },
      canExport
        ? row(
            words.account.data.export,
            [words.account.data.aboutExport, ...(hasVault ? [words.account.data.vaultNotInFile] : [])].join(' '),
            button({ label: words.buttons.download, testid: 'export', look: 'compact', run: run(exportData) }),
            notes,
          )
        : null,
      canDelete
        ? row(
            words.account.data.delete,
            words.account.data.aboutDelete,
            button({
              label: words.account.data.deleteButton,
              testid: 'delete-account',
              look: 'compact danger',
              run: run(() => remove(account, input)),
            }),
          )
        : null,
    ),
  );
}

async function exportData(): Promise<void> {
  const data = await withStepUp(() => client.account.exportData());
  const name = words.account.data.fileName(location.hostname, new Date().toISOString().slice(0, 10));
  download(name, JSON.stringify(data, null, 2), 'application/json');
}

async function remove(account: Account, { canExport, hasVault }: DataInput): Promise<void> {
  const says = words.account.data;
  await ask({
    title: says.deleteTitle,
    text: h(
      'div',
      { class: 'stack' },
      h('p', {}, says.deleteText(account.identifiers[0])),
      hasVault ? h('p', {}, says.vaultGoes) : null,
      canExport ? h('p', {}, says.exportFirst) : null,
      h('p', {}, says.logKeeps),
    ),
    submit: says.deleteForGood,
    danger: true,
    run: async () => {
      await withStepUp(() => client.account.delete());
      sessionEndsHere(true);
    },
  });
  showDeleted();
}

function showDeleted(): void {
  const says = words.account.data;
  const title = document.querySelector('main h1');
  if (title !== null) title.textContent = says.deleted;
  const text = h('p', { tabindex: -1, 'data-testid': 'deleted' }, `${says.aboutDeleted} ${says.logKeeps}`);
  fill(byId('account'), h('div', { class: 'card stack' }, text, h('a', { class: 'button', href: '/' }, says.toStart)));
  void showWho().catch(() => undefined);
  text.focus();
}
