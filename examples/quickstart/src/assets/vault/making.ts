import type { NewWay, OpenVault, VaultClient } from '@sallyport/vault';
import { actionForm, field, textOf } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import type { HandedPasskey } from '../ui/passkey-handover.ts';
import { problemLine } from '../ui/problem-line.ts';
import { withStepUp } from '../ui/step-up.ts';
import { words } from '../ui/words.ts';

/** A vault is opened for the first time: by the passkey at hand, a master secret, and the emergency account. */
export function makingCard(
  vaults: VaultClient,
  passkey: HandedPasskey | undefined,
  onOpen: (vault: OpenVault) => Promise<void>,
): HTMLElement {
  const problem = problemLine();
  const form = actionForm({
    problem,
    fields: [
      secretField('secret', words.vault.masterSecret, words.vault.masterSecretHint),
      secretField('again', words.vault.onceMore),
    ],
    submit: words.vault.makeIt,
    testid: 'make-vault',
    run: async (values) => {
      const secret = textOf(values, 'secret');
      if (secret !== textOf(values, 'again')) return problem.say(words.vault.notTheSame);
      const ways: NewWay[] = [{ kind: 'secret', secret }, { kind: 'emergency' }];
      if (passkey !== undefined) ways.unshift(passkey);
      await onOpen(await withStepUp(() => vaults.create(ways)));
    },
  });
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'no-vault' },
    h(
      'header',
      {},
      h('h2', {}, words.vault.make),
      h('p', { class: 'muted' }, words.vault.aboutMaking(passkey !== undefined)),
    ),
    form,
  );
}

export function secretField(name: string, label: string, hint?: string): HTMLElement {
  const attributes = { autocomplete: 'off', required: true };
  return field({ name, label, type: 'password', hint, attributes });
}
