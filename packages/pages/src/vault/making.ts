import type { NewWay, OpenVault, VaultClient } from '@sallyport/vault';
import { actionForm, linkButton } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import type { HandedPasskey } from '../parts/passkey-handover.ts';
import { problemLine } from '../parts/problem-line.ts';
import { withStepUp } from '../parts/step-up.ts';
import { newSecretFields, newSecretOf, type SecretNames } from './new-secret.ts';
import { words } from './words.ts';

const NAMES: SecretNames = { once: 'secret', again: 'again' };

export interface MakingInput {
  readonly vaults: VaultClient;
  readonly passkey: HandedPasskey | undefined;
  onOpen(vault: OpenVault): Promise<void>;
  readonly onBack?: () => void;
}

export function makingCard({ vaults, passkey, onOpen, onBack }: MakingInput): HTMLElement {
  const problem = problemLine();
  const isAnew = onBack !== undefined;
  const form = actionForm({
    problem,
    fields: newSecretFields(NAMES, words.vault.masterSecret),
    submit: isAnew ? words.vault.lost.makeAnew : words.vault.makeIt,
    look: isAnew ? 'danger' : '',
    testid: 'make-vault',
    after: isAnew ? linkButton(words.buttons.back, 'back-to-locked', onBack, 'quiet') : null,
    run: async (values) => {
      const secret = newSecretOf(values, NAMES);
      const ways: NewWay[] = [{ kind: 'secret', secret }, { kind: 'emergency' }];
      if (passkey !== undefined) ways.unshift(passkey);
      await onOpen(await withStepUp(() => (isAnew ? vaults.startAnew(ways) : vaults.create(ways))));
    },
  });
  return h(
    'div',
    { class: 'card stage', 'data-testid': isAnew ? 'anew' : 'no-vault' },
    h(
      'header',
      {},
      h('h2', {}, isAnew ? words.vault.lost.anewTitle : words.vault.make),
      h('p', { class: 'muted' }, words.vault.aboutMaking(passkey !== undefined)),
    ),
    isAnew ? h('p', { class: 'note warn' }, words.vault.lost.anewWarning) : null,
    form,
  );
}
