import { type AdminAccount, type EnrollmentCode, isProblem } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button, field, textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { type Child, h } from '../ui/element.ts';
import { wayName } from '../ui/explain.ts';
import { withStepUp } from '../ui/step-up.ts';
import type { KeptCodes } from './kept-codes.ts';
import { rolesField } from './roles.ts';
import { vaultLoses } from './vault-ways.ts';

/** Runs an administrator's act and shows what it answered; `'gone'` where the account is no more. */
export type Act = (run: () => Promise<Child>) => Promise<void>;

/** What an administrator can do to an account. */
export function actionsCard(account: AdminAccount, act: Act, codes: KeptCodes): HTMLElement {
  const small = (label: string, testid: string, run: () => Promise<Child>, look = ''): HTMLElement =>
    button({ label, testid, look: `compact ${look}`, run: () => act(run) });
  const { accountId: id, factors, status } = account;
  return h(
    'div',
    { class: 'card stack' },
    h('h3', {}, 'What you can do'),
    h(
      'div',
      { class: 'actions' },
      status === 'blocked'
        ? small(
            'Unblock',
            'unblock',
            async () =>
              said(
                withStepUp(() => client.admin.unblock(id)),
                'Unblocked.',
              ),
            'primary',
          )
        : null,
      status === 'locked'
        ? small(
            'Unlock',
            'unlock',
            async () =>
              said(
                withStepUp(() => client.admin.unlock(id)),
                'Unlocked.',
              ),
            'primary',
          )
        : null,
      small('Vouch with a code', 'vouch', () => vouch(account, codes)),
      small('Roles…', 'set-roles', () => setRoles(account)),
      small('Ways in…', 'set-methods', () => setMethods(account)),
      small('Reset two-step…', 'reset-two-step', () => resetTwoStep(account, codes)),
      factors.passkeys.length > 0 ? small('Reset passkeys…', 'reset-passkeys', () => resetPasskeys(id)) : null,
      status === 'blocked' ? null : small('Block…', 'block', () => block(id), 'danger'),
      small('Delete…', 'delete-account', () => remove(account), 'danger'),
    ),
  );
}

async function said(act: Promise<unknown>, words: string): Promise<string> {
  await act;
  return words;
}

async function vouch({ accountId, identifiers }: AdminAccount, codes: KeptCodes): Promise<Child> {
  codes.keep(accountId, identifiers[0] ?? accountId, await withStepUp(() => client.admin.enrollmentCode(accountId)));
  return 'The code is above. By passing it on you confirm who this person is.';
}

async function resetTwoStep({ accountId, identifiers }: AdminAccount, codes: KeptCodes): Promise<Child> {
  let code: EnrollmentCode | undefined;
  await ask({
    title: 'Reset two-step verification?',
    text: 'Clears the authenticator app and the backup codes. Passkeys stay. The person sets up a second step at the next sign-in.',
    submit: 'Reset',
    danger: true,
    run: async () => {
      code = await withStepUp(() => client.admin.resetTwoStep(accountId));
    },
  });
  if (code === undefined) return 'Two-step verification is reset.';
  codes.keep(accountId, identifiers[0] ?? accountId, code);
  return 'Two-step verification is reset. The code is above.';
}

async function resetPasskeys(id: string): Promise<Child> {
  const vault = await withStepUp(() => vaultLoses(id));
  await ask({
    title: 'Reset all passkeys?',
    text: `All of them stop working at once. The authenticator app stays as it is.${vault}`,
    submit: 'Reset',
    danger: true,
    run: () => withStepUp(() => client.admin.resetPasskeys(id)),
  });
  return 'All passkeys are gone.';
}

async function block(id: string): Promise<Child> {
  await ask({
    title: 'Block this account?',
    text: 'Its sessions end at once, and nobody signs in with it until you unblock it.',
    fields: field({
      name: 'reason',
      label: 'Reason',
      hint: 'For the log and for other administrators.',
      attributes: { required: true, maxlength: 200, autocomplete: 'off' },
    }),
    submit: 'Block',
    danger: true,
    run: (values) => withStepUp(() => client.admin.block(id, textOf(values, 'reason').trim())),
  });
  return 'Blocked. Below is what the account could reach.';
}

async function setRoles(account: AdminAccount): Promise<Child> {
  const force = forceBox();
  const roles = await rolesField('roles', 'Separated by commas.', account.roles);
  await ask({
    title: 'Roles',
    text: 'They count from the next sign-in.',
    fields: [roles.element, force.element],
    submit: 'Save',
    run: (values) =>
      force.whenRefused(async () => {
        const given = roles.read(values);
        await withStepUp(() => client.admin.setRoles(account.accountId, given, forced(values)));
      }),
  });
  return 'The roles are saved.';
}

async function setMethods(account: AdminAccount): Promise<Child> {
  const force = forceBox();
  await ask({
    title: 'Ways in for this account',
    text: 'Only these may open a sign-in. They can narrow what the policy allows, never widen it.',
    fields: [
      ['password', 'passkey', 'sso', 'ldap'].map((method) =>
        h(
          'label',
          { class: 'check' },
          h('input', {
            type: 'checkbox',
            name: 'method',
            value: method,
            checked: account.methods?.includes(method) ?? true,
            'data-testid': `allow-${method}`,
          }),
          wayName(method),
        ),
      ),
      force.element,
    ],
    submit: 'Save',
    run: (values) =>
      force.whenRefused(async () => {
        const methods = values.getAll('method').map(String);
        await withStepUp(() => client.admin.setMethods(account.accountId, methods, forced(values)));
      }),
  });
  return 'The ways in are saved.';
}

/** Offered once the server refused for it: nobody insists by habit. */
function forceBox(): { readonly element: HTMLElement; whenRefused(run: () => Promise<void>): Promise<void> } {
  const box = h('input', { type: 'checkbox', name: 'force', 'data-testid': 'force' });
  const element = h('label', { class: 'check', hidden: true }, box, 'Do it even so');
  return {
    element,
    async whenRefused(run) {
      try {
        await run();
      } catch (thrown) {
        if (isProblem(thrown) && thrown.code === 'no-way-in') element.hidden = false;
        throw thrown;
      }
    },
  };
}

function forced(values: FormData): { readonly force?: boolean } {
  return values.has('force') ? { force: true } : {};
}

async function remove(account: AdminAccount): Promise<Child> {
  await ask({
    title: `Delete ${account.identifiers[0] ?? 'this account'}?`,
    text: 'It is gone at once. Its events stay, under a pseudonym.',
    submit: 'Delete for good',
    danger: true,
    run: () => withStepUp(() => client.admin.deleteAccount(account.accountId)),
  });
  return 'gone';
}
