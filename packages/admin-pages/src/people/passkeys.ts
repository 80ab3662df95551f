import type { AdminAccount } from '@sallyport/browser';
import {
  ask,
  button,
  client,
  datedPasskeyName,
  h,
  lastUse,
  passkeyName,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import { words } from '../words.ts';
import type { Act } from './actions.ts';
import { vaultLoses } from './vault-ways.ts';
import { lossLines, onePasskeyGoes } from './what-goes.ts';

/** The card with the account's passkeys, each with a button to revoke the passkey. */
export function passkeysCard(account: AdminAccount, act: Act): HTMLElement | null {
  const { accountId, factors } = account;
  if (factors.passkeys.length === 0) return null;
  return h(
    'section',
    { class: 'stack' },
    h('h3', {}, words.administration.passkeys.title),
    h(
      'div',
      { class: 'card rows' },
      factors.passkeys.map((passkey) => {
        const name = passkeyName(passkey);
        const which = datedPasskeyName(passkey);
        const revoke = async (): Promise<string> => {
          const vault = await withStepUp(() => vaultLoses(accountId, passkey.id));
          await ask({
            title: words.administration.passkeys.removeTitle(which),
            text: lossLines([...onePasskeyGoes(account), vault]),
            submit: words.administration.passkeys.remove,
            danger: true,
            run: () => withStepUp(() => client.admin.revokePasskey(accountId, passkey.id)),
          });
          return words.administration.passkeys.removed(which);
        };
        return h(
          'div',
          { class: 'row', 'data-testid': 'passkey' },
          h(
            'div',
            { class: 'about' },
            h('p', {}, name),
            h('p', {}, words.administration.passkeys.about(when(passkey.createdAt), lastUse(passkey.lastUsedAt))),
          ),
          h(
            'div',
            { class: 'actions keep' },
            button({
              label: words.administration.passkeys.remove,
              testid: 'revoke-passkey',
              look: 'compact danger',
              attributes: { 'aria-label': words.administration.passkeys.removeOne(which) },
              run: () => act(revoke),
            }),
          ),
        );
      }),
    ),
  );
}
