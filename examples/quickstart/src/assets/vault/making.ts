import type { NewWay, OpenVault, VaultClient } from '@sallyport/vault';
import { actionForm, field, linkButton, textOf } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import type { HandedPasskey } from '../ui/passkey-handover.ts';
import { problemLine } from '../ui/problem-line.ts';
import { withStepUp } from '../ui/step-up.ts';

export interface MakingInput {
  readonly vaults: VaultClient;
  readonly passkey: HandedPasskey | undefined;
  onOpen(vault: OpenVault): Promise<void>;
  /** There: the new vault takes the place of one that opens no longer, and this takes that back. */
  readonly onBack?: () => void;
}

/** A vault is opened for the first time: by the passkey at hand, a master secret, and the emergency account. */
export function makingCard({ vaults, passkey, onOpen, onBack }: MakingInput): HTMLElement {
  const problem = problemLine();
  const isAnew = onBack !== undefined;
  const form = actionForm({
    problem,
    fields: newSecretFields(),
    submit: isAnew ? 'Make a new vault' : 'Make the vault',
    look: isAnew ? 'danger' : '',
    testid: 'make-vault',
    after: isAnew ? linkButton('Back', 'back-to-locked', onBack, 'quiet') : null,
    run: async (values) => {
      const secret = textOf(values, 'secret');
      if (secret !== textOf(values, 'again')) return problem.say('These two are not the same. Type them again.');
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
      h('h2', {}, isAnew ? 'Make a new vault?' : 'Make your vault'),
      isAnew ? h('p', { class: 'note warn' }, LOST) : null,
      h('p', { class: 'muted' }, lead(passkey !== undefined)),
    ),
    form,
  );
}

const LOST =
  'Everything in the vault you have now is lost for good, unless the emergency account has opened it before. Nobody can bring it back.';

function lead(withPasskey: boolean): string {
  const passkey = withPasskey ? 'The passkey you just used will open it. ' : '';
  return `${passkey}The master secret opens it where there is no passkey. If both are lost, only the emergency account can open it.`;
}

/** A master secret that is made, typed twice. */
export function newSecretFields(): readonly HTMLElement[] {
  return [
    secretField('secret', 'Master secret', 'Long, and known to you alone. It never leaves this page.'),
    secretField('again', 'Once more'),
  ];
}

export function secretField(name: string, label: string, hint?: string): HTMLElement {
  const attributes = { autocomplete: 'off', required: true };
  return field({ name, label, type: 'password', ...(hint === undefined ? {} : { hint }), attributes });
}
