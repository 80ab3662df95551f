import { isVaultError, type OpenVault, type VaultClient, type VaultStatus } from '@sallyport/vault';
import { actionForm, button, linkButton, TakenBack, textOf } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import type { HandedPasskey } from '../parts/passkey-handover.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { problemLine } from '../parts/problem-line.ts';
import { secretField } from './new-secret.ts';
import { promptedPasskey } from './prompted-passkey.ts';
import { words } from './words.ts';

/** @param onOpen gets the passkey that the person showed here, if it does not open the vault */
export function lockedCard(
  vaults: VaultClient,
  { ways }: VaultStatus,
  why: unknown,
  onOpen: (vault: OpenVault, shownSince?: HandedPasskey) => Promise<void>,
  onLost: () => void,
): HTMLElement {
  const problem = problemLine();
  let shown: HandedPasskey | undefined;
  const form = actionForm({
    problem,
    fields: secretField('secret', words.vault.masterSecret),
    submit: words.vault.open,
    testid: 'open-vault',
    run: async (values) => onOpen(await vaults.open({ kind: 'secret', secret: textOf(values, 'secret') }), shown),
  });
  const byPasskey = button({
    label: words.vault.openWithPasskey,
    testid: 'open-with-passkey',
    look: 'wide',
    run: async () => {
      problem.clear();
      let passkey: HandedPasskey | undefined;
      try {
        passkey = await promptedPasskey(words.vault.lost.noPasskey);
        await onOpen(await vaults.open(passkey ?? { kind: 'passkey', passkeyId: '', prf: undefined }));
      } catch (thrown) {
        if (isVaultError(thrown) && thrown.code === 'no-such-way') shown = passkey;
        if (!(thrown instanceof TakenBack)) problem.show(thrown);
      }
    },
  });
  if (why !== undefined) problem.show(why);
  const [hasSecret, hasPasskey] = ['secret', 'passkey'].map((kind) => ways.some((way) => way.kind === kind));
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'locked' },
    h('header', {}, h('h2', {}, words.vault.closed), h('p', { class: 'muted' }, words.vault.aboutClosed)),
    hasSecret ? form : problem.element,
    hasSecret && hasPasskey && hasPasskeys() ? h('p', { class: 'or' }, words.steps.or) : null,
    hasPasskey ? (hasPasskeys() ? byPasskey : h('p', { class: 'note' }, words.steps.passkey.notHere)) : null,
    hasSecret || hasPasskey ? null : h('p', { class: 'note warn', 'data-testid': 'no-own-way' }, words.vault.noOwnWay),
    linkButton(words.vault.lost.link, 'lost-everything', onLost, 'quiet'),
  );
}
