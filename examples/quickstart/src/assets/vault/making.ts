import type { NewWay, OpenVault, VaultClient } from '@sallyport/vault';
import { actionForm, field, textOf } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import type { HandedPasskey } from '../ui/passkey-handover.ts';
import { problemLine } from '../ui/problem-line.ts';
import { withStepUp } from '../ui/step-up.ts';

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
      secretField('secret', 'Master secret', 'Long, and known to you alone. It never leaves this page.'),
      secretField('again', 'Once more'),
    ],
    submit: 'Make the vault',
    testid: 'make-vault',
    run: async (values) => {
      const secret = textOf(values, 'secret');
      if (secret !== textOf(values, 'again')) return problem.say('These two are not the same. Type them again.');
      const ways: NewWay[] = [{ kind: 'secret', secret }, { kind: 'emergency' }];
      if (passkey !== undefined) ways.unshift(passkey);
      await onOpen(await withStepUp(() => vaults.create(ways)));
    },
  });
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'no-vault' },
    h('header', {}, h('h2', {}, 'Make your vault'), h('p', { class: 'muted' }, lead(passkey !== undefined))),
    form,
  );
}

function lead(withPasskey: boolean): string {
  const passkey = withPasskey ? 'The passkey you just used will open it. ' : '';
  return `${passkey}The master secret opens it where there is no passkey. If both are lost, only the emergency account can open it.`;
}

export function secretField(name: string, label: string, hint?: string): HTMLElement {
  const attributes = { autocomplete: 'off', required: true };
  return field({ name, label, type: 'password', hint, attributes });
}
