import type { Account } from '@sallyport/browser';
import { button } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { lostPasskeySteps } from '../parts/lost-way.ts';
import { usedBackupCode } from '../parts/used-backup-code.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { act, type Shown } from './shown.ts';

/** After a sign-in by backup code, explains how to replace the lost factor. Returns `null` for any other sign-in. */
export function usedBackupCodeNote({ accountId, factors }: Account, shown: Shown): HTMLElement | null {
  if (!usedBackupCode(accountId)) return null;
  const says = words.account.usedBackupCode;
  const replace = button({
    label: words.account.factors.replaceTotp,
    testid: 'replace-lost-app',
    look: 'compact',
    run: () => act(shown, () => addFactor('totp', true)),
  });
  // A change of an account with a passkey always needs a passkey.
  const remedy =
    factors.passkeys.length > 0
      ? [h('p', {}, says.lostPasskey), lostPasskeySteps(factors.totp)]
      : factors.totp
        ? h('div', { class: 'split' }, h('p', {}, says.lostApp), replace)
        : null;
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'used-backup-code' },
    h('p', {}, says.left(factors.backupCodes.remaining)),
    remedy,
  );
}
