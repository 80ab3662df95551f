import type { Account } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button, field, hiddenUsername, textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { keepCodes } from '../ui/keep-codes.ts';
import { hasPasskeys } from '../ui/passkeys-here.ts';
import { lengthHint } from '../ui/password-length.ts';
import { withStepUp } from '../ui/step-up.ts';
import { addFactor } from './add-factor.ts';
import { deliveredCodeRows } from './delivered-codes.ts';
import { factorRow } from './factor-row.ts';
import { passkeyRow } from './passkeys.ts';
import { act, type Shown } from './shown.ts';

/**
 * All ways to sign in, each with what can be done about it.
 *
 * @param codes the delivered codes that this app brings
 */
export function factorsCard(account: Account, codes: readonly string[], shown: Shown): HTMLElement {
  const { passkeys, totp, backupCodes, password } = account.factors;
  // An account has one password: where it is the directory's, none can be set here.
  const isDirectorys = account.externalIds.some(({ provider }) => provider === 'ldap');
  /** `spoken` tells apart what reads the same on two buttons. */
  const small = (
    label: string,
    testid: string,
    run: () => Promise<string | undefined>,
    look = '',
    spoken = label,
  ): HTMLElement =>
    button({
      label,
      testid,
      look: `compact ${look}`,
      attributes: { 'aria-label': spoken },
      run: () => act(shown, run),
    });

  return h(
    'section',
    { 'aria-labelledby': 'factors-title' },
    h('h2', { id: 'factors-title' }, 'Ways to sign in'),
    h(
      'div',
      { class: 'card rows' },
      factorRow(
        'Passkeys',
        passkeys.length === 0
          ? 'None yet. The quickest and the safest way to sign in.'
          : `${passkeys.length} registered.`,
        hasPasskeys() ? small('Add a passkey', 'enroll-passkey', () => addFactor('passkey')) : 'Not in this browser.',
      ),
      passkeys.map((passkey) => passkeyRow(passkey, passkeys, shown)),
      factorRow(
        'Authenticator app',
        totp ? 'Set up.' : 'Not set up.',
        totp
          ? [
              small('Replace', 'enroll-totp', () => addFactor('totp'), '', 'Replace the authenticator app'),
              small('Remove', 'remove-totp', removeTotp, 'danger', 'Remove the authenticator app'),
            ]
          : small('Set up', 'enroll-totp', () => addFactor('totp'), '', 'Set up an authenticator app'),
      ),
      deliveredCodeRows(account, codes, shown),
      totp || passkeys.length > 0
        ? factorRow(
            'Backup codes',
            `${backupCodes.remaining} left. Each works once in place of your app or passkey.`,
            small('New codes', 'new-backup-codes', () => newBackupCodes(account)),
          )
        : null,
      factorRow(
        'Password',
        password ? 'Set.' : isDirectorys ? 'The directory’s.' : 'None.',
        isDirectorys
          ? null
          : small(
              password ? 'Change' : 'Set one',
              'change-password',
              () => changePassword(password, account.identifiers[0]),
              '',
              password ? 'Change password' : 'Set one: a password',
            ),
      ),
      factorRow(
        'Email',
        `${account.email ?? 'No address.'}${account.factors.emailCode ? ' · receives codes' : ''}`,
        small('Change', 'change-email', changeEmail, '', 'Change email'),
      ),
    ),
  );
}

async function removeTotp(): Promise<string> {
  await ask({
    title: 'Remove the authenticator app?',
    text: 'Its codes stop working at once. If the policy asks for a second step, you’ll set one up at your next sign-in.',
    submit: 'Remove it',
    danger: true,
    run: () => withStepUp(() => client.account.removeTotp()),
  });
  return 'The authenticator app is removed.';
}

export async function newBackupCodes({ accountId, factors }: Account): Promise<string> {
  const replaced = factors.backupCodes.remaining > 0;
  let codes: readonly string[] = [];
  await ask({
    title: 'Make new backup codes?',
    text: replaced
      ? 'The old ones stop working as soon as you press the button, not when you save the new ones.'
      : 'You have none left. You’ll see the new ones until you have saved them.',
    submit: 'Make new codes',
    run: async () => {
      codes = await withStepUp(() => client.account.newBackupCodes());
    },
  });
  await keepCodes({ codes, accountId, replaced });
  return 'You have new backup codes.';
}

async function changePassword(hasOne: boolean, identifier: string | undefined): Promise<string> {
  const hint = await lengthHint('next', (next) => withStepUp(() => client.account.changePassword({ next })));
  const password = (name: string, label: string, autocomplete: string, about?: string): HTMLElement =>
    field({ name, label, type: 'password', hint: about, attributes: { autocomplete, required: true, maxlength: 256 } });
  await ask({
    title: hasOne ? 'Change your password' : 'Set a password',
    text: 'Your other sessions end.',
    fields: [
      hiddenUsername(identifier),
      hasOne ? password('current', 'Current password', 'current-password') : null,
      password('next', 'New password', 'new-password', hint),
    ],
    submit: 'Save',
    run: (values) => {
      const current = hasOne ? { current: textOf(values, 'current') } : {};
      return withStepUp(() => client.account.changePassword({ ...current, next: textOf(values, 'next') }));
    },
  });
  return 'Your new password is saved. Your other sessions have ended.';
}

async function changeEmail(): Promise<string> {
  let address = '';
  await ask({
    title: 'Change your email address',
    text: 'We’ll mail a link to the new address. Nothing changes until you open it.',
    fields: field({
      name: 'email',
      label: 'New address',
      type: 'email',
      attributes: { autocomplete: 'email', required: true },
    }),
    submit: 'Send the link',
    run: async (values) => {
      address = textOf(values, 'email').trim();
      await withStepUp(() => client.account.changeEmail(address));
    },
  });
  return `A link is on its way to ${address}. In the demo: the mail page.`;
}
