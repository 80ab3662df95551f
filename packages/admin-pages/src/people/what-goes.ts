import type { AdminAccount } from '@sallyport/browser';
import { h, listed } from '@sallyport/pages/parts';
import { words } from './words.ts';

const { loss: says } = words.administration;

// Backup codes are deleted with the last passkey or app.

export function onePasskeyGoes(account: AdminAccount): readonly string[] {
  const { password, totp, passkeys, backupCodes } = account.factors;
  const others = passkeys.length - 1;
  const strongLeft = others > 0 || totp;
  const codes = backupCodes.remaining > 0 ? [says.backupCodes] : [];
  return [
    says.stops(listed([others === 0 ? says.onlyPasskey : says.thisPasskey, ...(strongLeft ? [] : codes)])),
    kept([
      ...(password ? [says.password] : []),
      ...(others > 0 ? [says.otherPasskeys(others)] : []),
      ...(totp ? [says.totp] : []),
      ...(strongLeft ? codes : []),
    ]),
    says.signedOutWithIt,
    strongLeft ? '' : says.helpIn,
  ];
}

function kept(things: readonly string[]): string {
  return things.length === 0 ? '' : says.keeps(listed(things));
}

export function lossLines(lines: readonly string[]): HTMLElement {
  return h(
    'div',
    { class: 'stack tight', 'data-testid': 'what-goes' },
    lines.filter((line) => line !== '').map((line) => h('p', {}, line)),
  );
}
