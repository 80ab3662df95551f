import type { AdminAccount } from '@sallyport/browser';
import { ask, client, field, h, lengthHint, serves, TakenBack, textOf, withStepUp } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { rolesField } from './roles.ts';
import { signInElsewhere } from './sign-in-elsewhere.ts';

export interface CreatedAccount {
  readonly account: AdminAccount;
  /** The message for the owner, or a note about the mail to the owner. */
  readonly news: string;
}

/** Shows the form for a new account and creates the account. */
export async function createAccount(): Promise<CreatedAccount> {
  let created: CreatedAccount | undefined;
  const identifier = crypto.randomUUID();
  const tooShort = (password: string): Promise<unknown> =>
    withStepUp(() => client.admin.createAccount({ identifier, password }));
  const length = await lengthHint('password', tooShort);
  const [invites, elsewhere, rolesOf] = await Promise.all([
    serves('/invitation'),
    signInElsewhere(),
    rolesField('new-roles', []),
  ]);
  const passwordField = field({
    name: 'new-password',
    label: words.administration.create.password,
    type: 'password',
    hint: `${length} ${
      invites ? words.administration.create.passwordHintInvite : words.administration.create.passwordHint
    }`,
    missing: invites || elsewhere ? undefined : words.administration.create.passwordMissing,
    attributes: { autocomplete: 'new-password', maxlength: 256 },
  });
  // The button says whether a mail goes out.
  passwordField.addEventListener('input', ({ target }) => {
    const confirm = passwordField.closest('form')?.querySelector('[data-testid=confirm]');
    if (confirm != null && target instanceof HTMLInputElement) confirm.textContent = submitOf(target.value);
  });
  const submitOf = (typed: string): string =>
    invites && !elsewhere && typed === ''
      ? words.administration.create.sendInvitation
      : words.administration.create.submit;
  await ask({
    title: invites ? words.administration.create.titleInvite : words.administration.create.title,
    fields: [
      field({
        name: 'new-identifier',
        label: words.administration.create.email,
        type: 'email',
        hint: words.administration.create.emailHint,
        missing: words.administration.create.emailMissing,
        attributes: { autocomplete: 'off' },
      }),
      rolesOf.element,
      passwordField,
      // If people can sign in at a provider, an account needs no password and no invitation.
      invites && elsewhere
        ? h(
            'label',
            { class: 'check' },
            h('input', { type: 'checkbox', name: 'invite', checked: true, 'data-testid': 'invite' }),
            words.administration.create.invite,
          )
        : null,
    ],
    submit: submitOf(''),
    run: async (values) => {
      const identifier = textOf(values, 'new-identifier').trim();
      const password = textOf(values, 'new-password');
      const roles = rolesOf.read(values);
      const isInvited = invites && password === '' && (!elsewhere || values.has('invite'));
      const account = await withStepUp(() =>
        client.admin.createAccount({
          identifier,
          email: identifier,
          invite: isInvited ? true : undefined,
          roles: roles.length === 0 ? undefined : roles,
          password: password === '' ? undefined : password,
        }),
      );
      const says = words.administration.create;
      const signInPage = new URL('/sign-in', location.href).href;
      created = {
        account,
        news: isInvited ? says.invited(identifier) : says.tell(identifier, signInPage, password !== ''),
      };
    },
  });
  if (created === undefined) throw new TakenBack();
  return created;
}
