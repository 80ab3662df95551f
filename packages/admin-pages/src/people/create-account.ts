import type { AdminAccount } from '@sallyport/browser';
import { ask, client, field, h, lengthHint, serves, TakenBack, textOf, withStepUp } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { rolesField } from './roles.ts';
import { signInElsewhere } from './sign-in-elsewhere.ts';

const { create: says } = words.administration;

/**
 * How a person comes in for the first time: by an invitation, with an identity at a provider or in the directory, or with a password that the
 * administrator chooses. The first way that the server has is chosen at first.
 */
const WAYS = ['invite', 'elsewhere', 'password'] as const;
type Way = (typeof WAYS)[number];

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
  const ways = WAYS.filter((way) => way === 'password' || (way === 'invite' ? invites : elsewhere));
  let chosen = ways[0] ?? 'password';
  const submitOf = (way: Way): string => (way === 'invite' ? says.sendInvitation : says.submit);
  const address = field({
    name: 'new-identifier',
    label: says.email,
    type: 'email',
    hint: says.emailHint,
    missing: says.emailMissing,
    attributes: { autocomplete: 'off' },
  });
  const password = field({
    name: 'new-password',
    label: says.password,
    type: 'password',
    hint: `${length} ${says.passwordHint}`,
    attributes: { autocomplete: 'new-password', maxlength: 256 },
  });

  /** Shows the fields and the button of the chosen way in. */
  function choose(way: Way): void {
    chosen = way;
    password.hidden = way !== 'password';
    const typed = password.querySelector('input');
    // An empty password is asked for only where the account gets a password.
    if (way === 'password') typed?.setAttribute('data-missing', says.passwordMissing);
    else typed?.removeAttribute('data-missing');
    const hint = address.querySelector('.hint');
    if (hint !== null) hint.textContent = way === 'invite' ? says.emailHintInvite : says.emailHint;
    const confirm = address.closest('form')?.querySelector('[data-testid=confirm]');
    if (confirm != null) confirm.textContent = submitOf(way);
  }

  choose(chosen);
  await ask({
    title: invites ? says.titleInvite : says.title,
    fields: [address, rolesOf.element, ways.length > 1 ? wayChoice(ways, chosen, choose) : null, password],
    submit: submitOf(chosen),
    run: async (values) => {
      const identifier = textOf(values, 'new-identifier').trim();
      const roles = rolesOf.read(values);
      const account = await withStepUp(() =>
        client.admin.createAccount({
          identifier,
          email: identifier,
          invite: chosen === 'invite' ? true : undefined,
          roles: roles.length === 0 ? undefined : roles,
          password: chosen === 'password' ? textOf(values, 'new-password') : undefined,
        }),
      );
      const signInPage = new URL('/sign-in', location.href).href;
      // The server stores the name in lower case.
      const [stored = identifier] = account.identifiers;
      created = {
        account,
        news: chosen === 'invite' ? says.invited(stored) : says.tell(stored, signInPage, chosen === 'password'),
      };
    },
  });
  if (created === undefined) throw new TakenBack();
  return created;
}

/** The choice of how the person comes in for the first time. */
function wayChoice(ways: readonly Way[], chosen: Way, choose: (way: Way) => void): HTMLElement {
  return h(
    'fieldset',
    { class: 'role-boxes' },
    h('legend', {}, says.firstWay),
    ways.map((way) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'radio',
          name: 'first-way',
          value: way,
          checked: way === chosen,
          'data-testid': `first-${way}`,
          onchange: () => choose(way),
        }),
        h('span', {}, says.ways[way], h('span', { class: 'hint' }, says.waysAbout[way])),
      ),
    ),
  );
}
