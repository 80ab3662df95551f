import type { NewWay, OpenVault } from '@sallyport/vault';
import { textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { either } from '../ui/lists.ts';
import { type HandedPasskey, takePasskey } from '../ui/passkey-handover.ts';
import { provePasskey, withStepUp } from '../ui/step-up.ts';
import { words } from '../ui/words.ts';
import { secretField } from './making.ts';
import { carryNote, dropOlderNotes } from './note.ts';

/** Asks, then gives the vault another key: for a device that was lost, or a secret that somebody else may know. */
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
          words.vault.replacing.stillSignsIn((text) => h('a', { href: '/account' }, text)),
        ),
      ),
    ),
    fields: [newSecretFields(), passkeyBox(passkeys.length > 0)],
    submit: words.vault.replacing.submit,
    danger: true,
    run: async (values) => {
      const ways: NewWay[] = [{ kind: 'secret', secret: textOf(values, 'next-secret') }, { kind: 'emergency' }];
      if (values.has('with-passkey')) ways.unshift(await shownPasskey());
      next = await withStepUp(() => vault.replaceKey(ways, carryNote));
    },
  });
  vault.close();
  // The vault has its new key already: a note that is left under the old one harms nothing.
  await dropOlderNotes(next).catch(() => {});
  return next;
}

/** The passkey at hand, shown now. One that derives nothing opens no vault, and the key stays as it is then. */
async function shownPasskey(): Promise<HandedPasskey | NewWay> {
  await provePasskey();
  return (await takePasskey()) ?? { kind: 'passkey', passkeyId: '', prf: undefined };
}

/** The browser itself says where the two differ, and sends nothing then. */
function newSecretFields(): readonly HTMLElement[] {
  const [first, second] = [
    secretField('next-secret', words.vault.ways.newSecret),
    secretField('next-again', words.vault.onceMore),
  ];
  const [typed, again] = [first.querySelector('input'), second.querySelector('input')];
  const compare = (): void => again?.setCustomValidity(again.value === typed?.value ? '' : words.vault.notTheSame);
  for (const field of [first, second]) field.addEventListener('input', compare);
  return [first, second];
}

function passkeyBox(offered: boolean): HTMLElement | null {
  if (!offered) return null;
  const box = h('input', { type: 'checkbox', name: 'with-passkey', 'data-testid': 'with-passkey' });
  return h('label', { class: 'check' }, box, words.vault.replacing.withPasskey);
}
