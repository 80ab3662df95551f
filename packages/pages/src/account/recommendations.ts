import type { Account } from '@sallyport/browser';
import { button } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { act, type Done, type Shown } from '../parts/shown.ts';
import { sentenceFor } from '../parts/words.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { isClosed } from './closed-set-ups.ts';
import { newBackupCodes } from './factors.ts';

interface Remedy {
  readonly label: string;
  run(): Promise<Done>;
}

export function recommendationsCard(account: Account, shown: Shown): HTMLElement | null {
  const open = account.recommendations.filter(({ code }) => !isClosed(account, setUpIn(code)));
  if (open.length === 0) return null;
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'recommendations' },
    open.map(({ code }) => {
      const remedy = remedyOf(code, account);
      const message = sentenceFor(words.recommendations, code);
      if (message === undefined) return null;
      const run = (): Promise<void> | undefined => remedy && act(shown, remedy.run);
      return h(
        'div',
        { class: 'split', 'data-testid': `recommendation-${code}` },
        h('p', {}, message),
        remedy && button({ label: remedy.label, testid: `do-${code}`, look: 'compact', run }),
      );
    }),
  );
}

function setUpIn(code: string): string {
  return code === 'renew-backup-codes' ? 'backup-codes' : 'passkey';
}

function remedyOf(code: string, account: Account): Remedy | undefined {
  switch (code) {
    case 'add-passkey':
    case 'add-second-passkey':
    case 'add-device-passkey':
    case 'add-roaming-passkey':
      return hasPasskeys()
        ? { label: words.account.recommendations.createPasskey, run: () => addFactor('passkey') }
        : undefined;
    case 'renew-backup-codes':
      return { label: words.account.recommendations.makeNewCodes, run: () => newBackupCodes(account) };
    default:
      return undefined;
  }
}
