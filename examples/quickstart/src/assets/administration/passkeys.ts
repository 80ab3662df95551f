import type { AdminAccount } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { lastUse, when } from '../ui/explain.ts';
import { withStepUp } from '../ui/step-up.ts';
import type { Act } from './actions.ts';
import { vaultLoses } from './vault-ways.ts';

/** The account's passkeys, each revocable by itself. */
export function passkeysCard({ accountId, factors }: AdminAccount, act: Act): HTMLElement | null {
  if (factors.passkeys.length === 0) return null;
  return h(
    'section',
    { class: 'stack' },
    h('h3', {}, 'Passkeys'),
    h(
      'div',
      { class: 'card rows' },
      factors.passkeys.map((passkey) => {
        const revoke = async (): Promise<string> => {
          const vault = await withStepUp(() => vaultLoses(accountId, passkey.id));
          await ask({
            title: `Revoke ${passkey.name}?`,
            text: `It stops working at once. Other passkeys and the authenticator app stay as they are.${vault}`,
            submit: 'Revoke',
            danger: true,
            run: () => withStepUp(() => client.admin.revokePasskey(accountId, passkey.id)),
          });
          return `${passkey.name} is revoked.`;
        };
        return h(
          'div',
          { class: 'row', 'data-testid': 'passkey' },
          h(
            'div',
            { class: 'about' },
            h('p', {}, passkey.name),
            h('p', {}, `Added ${when(passkey.createdAt)}, ${lastUse(passkey.lastUsedAt)}`),
          ),
          h(
            'div',
            { class: 'actions keep' },
            button({ label: 'Revoke', testid: 'revoke-passkey', look: 'compact danger', run: () => act(revoke) }),
          ),
        );
      }),
    ),
  );
}
