import type { NewWay, OpenVault } from '@sallyport/vault';
import { textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { type HandedPasskey, takePasskey } from '../ui/passkey-handover.ts';
import { provePasskey, withStepUp } from '../ui/step-up.ts';
import { secretField } from './making.ts';
import { carryNote, dropOlderNotes } from './note.ts';

const named = new Intl.ListFormat('en', { type: 'disjunction' });

/** Asks, then gives the vault another key: for a device that was lost, or a secret that somebody else may know. */
export async function replaceKey(vault: OpenVault, passkeys: readonly string[]): Promise<OpenVault> {
  let next = vault;
  await ask({
    title: 'Replace the key?',
    text: [
      h(
        'p',
        {},
        'For a lost device, or a master secret that somebody else may know. The vault gets a new key, and the note is encrypted again under it.',
      ),
      h(
        'ul',
        { class: 'plain', 'data-testid': 'what-it-does' },
        h('li', {}, 'After this, the vault opens by the master secret you type here, and by the emergency account.'),
        passkeys.length === 0
          ? null
          : h('li', {}, `${named.format(passkeys)} no longer opens it. Add again what you keep.`),
        h('li', {}, 'What somebody has read already, they still know. Change any password that is in the note.'),
        h(
          'li',
          {},
          'A lost passkey still signs in until you remove it ',
          h('a', { href: '/account' }, 'from your account'),
          '.',
        ),
      ),
    ],
    fields: [newSecretFields(), passkeyBox(passkeys.length > 0)],
    submit: 'Replace the key',
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
  const [first, second] = [secretField('next-secret', 'New master secret'), secretField('next-again', 'Once more')];
  const [typed, again] = [first.querySelector('input'), second.querySelector('input')];
  const compare = (): void => again?.setCustomValidity(again.value === typed?.value ? '' : DIFFERENT);
  for (const field of [first, second]) field.addEventListener('input', compare);
  return [first, second];
}

const DIFFERENT = 'These two are not the same. Type them again.';

function passkeyBox(offered: boolean): HTMLElement | null {
  if (!offered) return null;
  const box = h('input', { type: 'checkbox', name: 'with-passkey', 'data-testid': 'with-passkey' });
  return h('label', { class: 'check' }, box, 'A passkey I have here opens it too');
}
