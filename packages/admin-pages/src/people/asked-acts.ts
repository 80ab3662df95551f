import type { AdminAccount } from '@sallyport/browser';
import { ask, type Child, client, copyButton, field, h, textOf, wayName, withStepUp } from '@sallyport/pages/parts';
import { changedMeanwhile } from '../parts/changed-meanwhile.ts';
import { codeAuthor, namesText } from '../parts/names.ts';
import { allowedNow, forceBox, forced } from './acts.ts';
import { hasVault } from './vault-ways.ts';
import { lossLines } from './what-goes.ts';
import { words } from './words.ts';

const { actions: says } = words.administration;

/** `invited`: nobody has signed in yet, and the block voided the invitation. */
export async function unblock(account: AdminAccount, invited: boolean): Promise<Child> {
  const { accountId, blockedSince: asOf, blockedReason: reason } = account;
  let isNewer = false;
  await ask({
    title: says.unblockTitle(nameOf(account)),
    text: invited ? says.unblockTextInvited : words.people.unblockText,
    submit: says.unblock,
    run: async () => {
      isNewer = await changedMeanwhile(() => client.admin.unblock(accountId, { asOf, reason }));
    },
  });
  if (isNewer) {
    const { blockedReason = '' } = await client.admin.account(accountId);
    return blockNote(account, blockedReason, says.blockedAnew);
  }
  return invited ? says.unblockedInvited : says.unblocked;
}

/** Another's block meanwhile stays. */
export async function block(account: AdminAccount): Promise<Child> {
  let given = '';
  await ask({
    title: says.blockTitle(nameOf(account)),
    text: says.blockText,
    fields: field({
      name: 'reason',
      label: says.reason,
      hint: says.reasonHint,
      missing: says.reasonMissing,
      attributes: { maxlength: 500, autocomplete: 'off' },
    }),
    submit: says.blockSubmit,
    danger: true,
    run: async (values) => {
      given = textOf(values, 'reason').trim();
      await withStepUp(() => client.admin.block(account.accountId, given));
    },
  });
  const { blockedReason = given } = await client.admin.account(account.accountId);
  if (blockedReason === given) return says.blocked;
  return blockNote(account, blockedReason, says.blockedAlready);
}

async function blockNote(
  account: AdminAccount,
  reason: string,
  says: typeof words.administration.actions.blockedAnew,
): Promise<Child> {
  const { by } = (await blockIn(account, reason)) ?? {};
  return h('p', { class: 'note warn', 'data-testid': 'news' }, says(by, reason));
}

export interface Block {
  readonly by: string;
  readonly at: string;
}

export async function blockIn({ accountId }: AdminAccount, reason: string): Promise<Block | undefined> {
  const { events, names } = await withStepUp(() =>
    client.admin.events({ account: accountId, type: 'account.blocked' }),
  );
  const { actor, at } = events.find(({ detail }) => detail?.['reason'] === reason) ?? {};
  if (actor === undefined || at === undefined) return undefined;
  return { by: codeAuthor(actor) ?? names[actor] ?? actor, at };
}

export async function setMethods(account: AdminAccount): Promise<Child> {
  const force = forceBox();
  let saved: Child = says.methodsSaved;
  await ask({
    title: says.methodsTitle(nameOf(account)),
    text: says.methodsText,
    fields: [
      WAYS.map((method) =>
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
    submit: words.buttons.save,
    run: (values) =>
      force.whenRefused(async () => {
        const chosen = values.getAll('method').map(String);
        // A list of all would close a way that comes later.
        const methods = chosen.length === WAYS.length ? null : chosen;
        if (isSame(methods, account.methods)) {
          saved = says.methodsUnchanged;
          return;
        }
        const options = { from: account.methods, ...forced(values) };
        if (await changedMeanwhile(() => client.admin.setMethods(account.accountId, methods, options)))
          saved = await allowedNow(account);
      }),
  });
  return saved;
}

const WAYS: readonly string[] = ['password', 'passkey', 'sso', 'ldap'];

function isSame(chosen: readonly string[] | null, now: readonly string[] | null): boolean {
  return chosen?.toSorted().join() === now?.toSorted().join();
}

export async function remove(account: AdminAccount): Promise<Child> {
  const vault = await withStepUp(() => hasVault(account.accountId));
  await ask({
    title: says.deleteTitle(nameOf(account)),
    text: h(
      'div',
      { class: 'stack' },
      lossLines([says.deleteText, vault ? says.deleteVault : '', says.deleteLog]),
      h(
        'div',
        { class: 'secret' },
        h('code', { 'data-testid': 'account-id' }, account.accountId),
        copyButton(account.accountId, 'copy-account-id'),
      ),
    ),
    submit: says.deleteForGood,
    danger: true,
    run: () => withStepUp(() => client.admin.deleteAccount(account.accountId)),
  });
  return 'gone';
}

function nameOf(account: AdminAccount): string {
  return account.identifiers.length === 0 ? says.thisAccount : namesText(account);
}
