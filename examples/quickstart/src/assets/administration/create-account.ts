import type { AdminAccount } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { field, TakenBack, textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { serves } from '../ui/served.ts';
import { withStepUp } from '../ui/step-up.ts';

/** Asks for a new account and makes it. */
export async function createAccount(): Promise<AdminAccount> {
  let created: AdminAccount | undefined;
  const invites = await serves('/invitation');
  await ask({
    title: invites ? 'Invite or create an account' : 'Create an account',
    fields: [
      field({
        name: 'new-identifier',
        label: 'Email',
        type: 'email',
        hint: 'Taken as verified: codes go there.',
        attributes: { required: true, autocomplete: 'off' },
      }),
      field({
        name: 'new-roles',
        label: 'Roles',
        hint: 'Separated by commas; may stay empty.',
        attributes: { autocomplete: 'off' },
      }),
      field({
        name: 'new-password',
        label: 'First password',
        type: 'password',
        hint: invites
          ? 'Leave empty when you invite: the person chooses their own.'
          : 'Pass it on yourself; the person can change it later.',
        attributes: { autocomplete: 'new-password', maxlength: 256 },
      }),
      invites
        ? h(
            'label',
            { class: 'check' },
            h('input', { type: 'checkbox', name: 'invite', checked: true, 'data-testid': 'invite' }),
            'Mail an invitation',
          )
        : null,
    ],
    submit: 'Create the account',
    run: async (values) => {
      const identifier = textOf(values, 'new-identifier').trim();
      const password = textOf(values, 'new-password');
      const roles = listOf(textOf(values, 'new-roles'));
      created = await withStepUp(() =>
        client.admin.createAccount({
          identifier,
          email: identifier,
          invite: values.has('invite') ? true : undefined,
          roles: roles.length === 0 ? undefined : roles,
          password: password === '' ? undefined : password,
        }),
      );
    },
  });
  if (created === undefined) throw new TakenBack();
  return created;
}

/** `a, b` as a list. */
export function listOf(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}
