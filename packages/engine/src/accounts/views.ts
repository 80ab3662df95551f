import { maskOf, methodsOf } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { AccountView, OwnAccountView } from '../contract/index.ts';
import { factorsOf } from '../factors/facts.ts';
import { FACTORS } from '../factors/index.ts';
import { passkeyNameOf } from '../factors/passkey-registration.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { rolesOf } from '../records/roles.ts';

/** The view of an account for its owner, with the account's place in the owner's passkey managers. */
export function ownView({ relyingParty }: Kernel, account: AccountRecord): OwnAccountView {
  const { userHandle } = account;
  return {
    ...accountView(account),
    passkeyUser: { rpId: relyingParty.id, userHandle, name: passkeyNameOf(account) },
    // A forgotten optional member does not compile, here and in `accountView`.
  } satisfies Record<Exclude<keyof OwnAccountView, keyof AccountView>, unknown>;
}

/** The view of an account for its owner and for administrators. */
export function accountView(account: AccountRecord): AccountView {
  const factors = factorsOf(account);
  return {
    accountId: account.id,
    identifiers: account.identifiers,
    email: account.email?.address,
    roles: rolesOf(account),
    factors: Object.assign({}, ...FACTORS.map(({ view }) => view(account, factors))),
    externalIds: (account.externalIds ?? []).map(({ provider, subject, address, linkedAt }) => ({
      provider,
      subject,
      address,
      linkedAt,
    })),
    recommendations: recommendations(account),
  } satisfies Record<keyof AccountView, unknown>;
}

/** Recommendations that make the loss of a factor harmless (P6). */
function recommendations({ passkeys, totp, backupCodes }: AccountRecord): { code: string; message: string }[] {
  const said: { code: string; message: string }[] = [];
  const roaming = (transports: readonly string[]): boolean =>
    transports.some((transport) => transport === 'usb' || transport === 'nfc' || transport === 'ble');
  if (passkeys.length === 0 && totp === undefined) {
    said.push({ code: 'add-passkey', message: 'Add a passkey: it is quicker than a password and cannot be phished.' });
  } else if (passkeys.length === 1) {
    said.push({
      code: 'add-second-passkey',
      message: 'Add a second passkey, so that losing one device does not lock you out.',
    });
  } else if (passkeys.length > 1 && passkeys.every(({ transports }) => roaming(transports))) {
    said.push({
      code: 'add-device-passkey',
      message: 'All your passkeys are on security keys: add one on a device you carry.',
    });
  } else if (passkeys.length > 1 && !passkeys.some(({ transports }) => roaming(transports))) {
    said.push({
      code: 'add-roaming-passkey',
      message: 'All your passkeys are on your devices: add one on a security key you keep elsewhere.',
    });
  }
  if (backupCodes !== undefined && backupCodes.hashes.length < 3) {
    said.push({ code: 'renew-backup-codes', message: 'Few backup codes are left: make new ones.' });
  }
  return said;
}

/** The account's restriction of its methods, in the usual order. `null` if there is no restriction. */
export function ownMethods(account: AccountRecord): ReturnType<typeof methodsOf> | null {
  return account.methods === undefined ? null : methodsOf(maskOf(account.methods));
}
