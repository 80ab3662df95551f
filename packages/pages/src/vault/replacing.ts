import type { NewWay, OpenVault } from '@sallyport/vault';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { here } from '../parts/here.ts';
import { either } from '../parts/lists.ts';
import type { HandedPasskey } from '../parts/passkey-handover.ts';
import { withStepUp } from '../parts/step-up.ts';
import { NEXT_SECRET, newSecretFields, newSecretOf } from './new-secret.ts';
import { carryNote, dropOlderNotes } from './note.ts';
import { promptedPasskey } from './prompted-passkey.ts';
import { words } from './words.ts';

/** For a lost device or a secret that another person may know. */
export async function replaceKey(vault: OpenVault, passkeys: readonly string[]): Promise<OpenVault> {
  let next = vault;
  await ask({
    title: words.vault.replacing.title,
    text: h(
      'div',
      { class: 'stack' },
      h('p', {}, words.vault.replacing.text),
      h(
        'ul',
        { class: 'plain', 'data-testid': 'what-it-does' },
        h('li', {}, words.vault.replacing.opensAfter),
        passkeys.length === 0 ? null : h('li', {}, words.vault.replacing.closes(either(passkeys))),
        h('li', {}, words.vault.replacing.known),
        h(
          'li',
          {},
          words.vault.replacing.stillSignsIn((text) => h('a', { href: here('/account') }, text)),
        ),
      ),
    ),
    fields: [newSecretFields(NEXT_SECRET, words.vault.ways.newSecret), passkeyBox(passkeys.length > 0)],
    submit: words.vault.replacing.submit,
    danger: true,
    run: async (values) => {
      const ways: NewWay[] = [{ kind: 'secret', secret: newSecretOf(values, NEXT_SECRET) }, { kind: 'emergency' }];
      if (values.has('with-passkey')) ways.unshift(await shownPasskey());
      next = await withStepUp(() => vault.replaceKey(ways, carryNote));
    },
  });
  vault.close();
  // A remaining note under the old key does no harm.
  await dropOlderNotes(next).catch(() => {});
  return next;
}

/** A passkey without a derived key opens no vault, and the key is then not replaced. */
async function shownPasskey(): Promise<HandedPasskey | NewWay> {
  return (await promptedPasskey()) ?? { kind: 'passkey', passkeyId: '', prf: undefined };
}

function passkeyBox(offered: boolean): HTMLElement | null {
  if (!offered) return null;
  const box = h('input', { type: 'checkbox', name: 'with-passkey', 'data-testid': 'with-passkey' });
  return h('label', { class: 'check' }, box, words.vault.replacing.withPasskey);
}
