import { copyButton, download } from './clipboard.ts';
import { button } from './controls.ts';
import { fill, h } from './element.ts';
import { words } from './words.ts';

/** Shows backup codes, the only time there is, until the person says that they are kept. */
export function showBackupCodes(stage: HTMLElement, codes: readonly string[], onDone: () => void): void {
  const text = `${words.enrollment.backupFile(location.host)}\n\n${codes.join('\n')}\n`;
  const title = h('h1', { tabindex: -1 }, words.enrollment.backupCodes);
  fill(
    stage,
    h('header', {}, title, h('p', { class: 'muted' }, words.enrollment.aboutBackupCodes)),
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
        label: words.common.download,
        testid: 'download-backup-codes',
        look: 'compact',
        run: () => download(words.enrollment.backupFileName, text),
      }),
    ),
    button({ label: words.enrollment.savedThem, testid: 'done', look: 'primary wide', run: onDone }),
  );
  title.focus();
}
