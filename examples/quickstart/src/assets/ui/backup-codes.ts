import { copyButton, download } from './clipboard.ts';
import { button } from './controls.ts';
import { fill, h } from './element.ts';

/** Shows backup codes, the only time there is, until the person says that they are kept. */
export function showBackupCodes(stage: HTMLElement, codes: readonly string[], onDone: () => void): void {
  const text = `Backup codes for ${location.host}\nEach works once.\n\n${codes.join('\n')}\n`;
  const title = h('h1', { tabindex: -1 }, 'Save your backup codes');
  fill(
    stage,
    h(
      'header',
      {},
      title,
      h(
        'p',
        { class: 'muted' },
        'If you lose your passkey or app, each of these lets you in once. They’re shown only now.',
      ),
    ),
    h(
      'ul',
      { class: 'codes', 'data-testid': 'backup-codes' },
      codes.map((code) => h('li', { 'data-testid': 'backup-code' }, code)),
    ),
    h(
      'div',
      { class: 'actions' },
      copyButton(codes.join('\n'), 'copy-backup-codes'),
      button({
        label: 'Download',
        testid: 'download-backup-codes',
        look: 'compact',
        run: () => download('backup-codes.txt', text),
      }),
    ),
    button({ label: 'I saved them', testid: 'done', look: 'primary wide', run: onDone }),
  );
  title.focus();
}
