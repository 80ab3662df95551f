import type { AdminAccount } from '@sallyport/browser';
import { h, listed, wayName } from '@sallyport/pages/parts';
import { words } from '../words.ts';

const { loss: says } = words.administration;

// The losses of an administrator's act, listed before the act. Backup codes belong to a passkey or an authenticator app, and are deleted
// with the last passkey or app.

/** The losses from removing one passkey. */
export function onePasskeyGoes(account: AdminAccount): readonly string[] {
  const others = account.factors.passkeys.length - 1;
  return passkeysGo(account, others, others === 0 ? says.onlyPasskey : says.thisPasskey, says.signedOutWithIt);
}

/** The losses from resetting all passkeys. */
export function allPasskeysGo(account: AdminAccount): readonly string[] {
  return passkeysGo(account, 0, says.passkeys(account.factors.passkeys.length), says.signedOut);
}

function passkeysGo(account: AdminAccount, left: number, which: string, signedOut: string): readonly string[] {
  const { password, totp, emailCode, backupCodes } = account.factors;
  const strongLeft = left > 0 || totp;
  const codes = backupCodes.remaining > 0 ? [says.backupCodes] : [];
  const stuck = left === 0 && !password && account.externalIds.length === 0;
  return [
    says.stops(listed([which, ...(strongLeft ? [] : codes)])),
    kept([
      ...(password ? [says.password] : []),
      ...(left > 0 ? [says.otherPasskeys(left)] : []),
      ...(totp ? [says.totp] : []),
      ...(strongLeft ? codes : []),
    ]),
    signedOut,
    stuck ? says.stuck : strongLeft ? '' : emailCode ? says.mailedCode : says.giveCode,
  ];
}

/** The losses from resetting two-step verification. */
export function twoStepGoes(account: AdminAccount): readonly string[] {
  const { password, passkeys } = account.factors;
  return [
    says.stops(listed(twoStepOf(account))),
    kept([...(password ? [says.password] : []), ...(passkeys.length > 0 ? [says.passkeys(passkeys.length)] : [])]),
    says.signedOut,
  ];
}

/** Whether a reset of two-step verification would remove a factor. */
export function hasTwoStep(account: AdminAccount): boolean {
  return twoStepOf(account).length > 0;
}

function twoStepOf({ factors: { totp, codes, backupCodes } }: AdminAccount): readonly string[] {
  return [
    ...(totp ? [says.totp] : []),
    ...codes.map(({ method }) => wayName(method)),
    ...(backupCodes.remaining > 0 ? [says.backupCodes] : []),
  ];
}

function kept(things: readonly string[]): string {
  return things.length === 0 ? '' : says.keeps(listed(things));
}

/** The lines of a dialog, without empty lines. */
export function lossLines(lines: readonly string[]): HTMLElement {
  return h(
    'div',
    { class: 'stack tight', 'data-testid': 'what-goes' },
    lines.filter((line) => line !== '').map((line) => h('p', {}, line)),
  );
}
