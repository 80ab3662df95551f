import type { AccountEntry, AdminAccount } from '@sallyport/browser';
import { ask, button, type Child, client, h, withStepUp } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import type { Act } from './acts.ts';

const { invitation: says } = words.person;

/** The invitation of a person, with buttons to send it again and to take it back. `null` for a person who signed in, or was not invited. */
export async function invitationNote(
  account: AdminAccount,
  listed: AccountEntry | undefined,
  act: Act,
): Promise<HTMLElement | null> {
  if (listed === undefined || listed.lastSignInAt !== undefined || account.email === undefined) return null;
  const { accounts } = await client.admin.accounts({ query: account.identifiers[0], state: 'invited' });
  if (!accounts.some(({ accountId }) => accountId === account.accountId)) return null;
  // The link of an open invitation opens the set-up. Without the link, the person has no way in.
  const isOpen = listed.group !== 'noWayIn';
  return h(
    'div',
    { class: 'note split', 'data-testid': 'invitation' },
    h('p', {}, isOpen ? says.open : says.over),
    h(
      'div',
      { class: 'acts' },
      button({ label: says.send, testid: 'send-invitation', run: () => act(() => send(account)) }),
      isOpen
        ? button({
            label: says.takeBack,
            testid: 'withdraw-invitation',
            look: 'plain danger',
            run: () => act(() => takeBack(account)),
          })
        : null,
    ),
  );
}

async function send({ accountId, email = '' }: AdminAccount): Promise<Child> {
  await withStepUp(() => client.admin.invite(accountId));
  return says.sent(email);
}

async function takeBack({ accountId, identifiers, email = '' }: AdminAccount): Promise<Child> {
  await ask({
    title: says.takeBackTitle(identifiers[0] ?? email),
    text: says.takeBackText,
    submit: says.takeBack,
    danger: true,
    run: () => withStepUp(() => client.admin.withdrawInvitation(accountId)),
  });
  return says.takenBack;
}
