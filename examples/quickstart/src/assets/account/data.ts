import type { Account } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { download } from '../ui/clipboard.ts';
import { button, TakenBack } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { withStepUp } from '../ui/step-up.ts';
import type { Shown } from './shown.ts';

/** Taking one's data along, and leaving. */
export function dataCard(account: Account, shown: Shown, canExport: boolean): HTMLElement {
  const run = (action: () => Promise<void>) => async (): Promise<void> => {
    try {
      await action();
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) shown.problem(thrown);
    }
  };
  const row = (title: string, text: string, action: HTMLElement): HTMLElement =>
    h('div', { class: 'row' }, h('div', { class: 'about' }, h('p', {}, title), h('p', {}, text)), action);
  return h(
    'section',
    { 'aria-labelledby': 'data-title' },
    h('h2', { id: 'data-title' }, 'Your data'),
    h(
      'div',
      { class: 'card rows' },
      canExport
        ? row(
            'Export',
            'Everything this account holds, as a file.',
            button({ label: 'Download', testid: 'export', look: 'compact', run: run(exportData) }),
          )
        : null,
      row(
        'Delete the account',
        'For good, with all its ways to sign in.',
        button({ label: 'Delete…', testid: 'delete-account', look: 'compact danger', run: run(() => remove(account)) }),
      ),
    ),
  );
}

async function exportData(): Promise<void> {
  const data = await withStepUp(() => client.account.exportData());
  download('account.json', JSON.stringify(data, null, 2), 'application/json');
}

async function remove(account: Account): Promise<void> {
  await ask({
    title: 'Delete your account?',
    text: `${account.identifiers[0] ?? 'This account'} and all its ways to sign in are gone at once, and can’t be brought back.`,
    submit: 'Delete it for good',
    danger: true,
    run: () => withStepUp(() => client.account.delete()),
  });
  location.assign('/');
}
