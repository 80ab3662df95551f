import type { Account, Passkey } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { field, textOf } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { lastUse, when } from '../parts/explain.ts';
import { dotted } from '../parts/lists.ts';
import { datedPasskeyName, passkeyName } from '../parts/passkey-name.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { AfterLoss, type Done, type Shown } from '../parts/shown.ts';
import { provePasskey, withStepUp } from '../parts/step-up.ts';
import { usedBackupCode } from '../parts/used-code.ts';
import { words } from '../words.ts';
import { provesPasskey, whatEndsWithPasskey } from './what-ends.ts';

interface Owned {
  readonly factors: Account['factors'];
  readonly hasVault: boolean;
}

export function passkeyRow(passkey: Passkey, owned: Owned, shown: Shown): HTMLElement {
  const which = datedPasskeyName(passkey);
  const kind = passkey.deviceBound ? words.account.passkeys.deviceBound : words.account.passkeys.synced;
  const small = rowButtons(shown);
  return h(
    'div',
    { class: 'row nested', 'data-testid': 'passkey', 'data-id': passkey.id },
    h(
      'div',
      { class: 'about' },
      h('p', { 'data-testid': 'passkey-name' }, passkeyName(passkey)),
      h('p', {}, dotted([words.account.passkeys.added(when(passkey.createdAt)), lastUse(passkey.lastUsedAt), kind])),
    ),
    h(
      'div',
      { class: 'actions' },
      small(words.buttons.rename, 'rename-passkey', () => rename(passkey), {
        spoken: words.account.passkeys.renameOne(which),
      }),
      small(words.buttons.remove, 'remove-passkey', () => remove(passkey, owned), {
        spoken: words.account.passkeys.removeOne(which),
        look: 'danger',
      }),
    ),
  );
}

async function rename(passkey: Passkey): Promise<string> {
  let name = passkeyName(passkey);
  await ask({
    title: words.account.passkeys.renameTitle,
    fields: field({
      name: 'passkey-new-name',
      label: words.account.passkeys.name,
      attributes: { required: true, maxlength: 64, value: name, autocomplete: 'off' },
    }),
    submit: words.buttons.save,
    run: (values) => {
      name = textOf(values, 'passkey-new-name').trim();
      return withStepUp(() => client.account.renamePasskey(passkey.id, name));
    },
  });
  return words.account.passkeys.renamed(name);
}

async function remove(passkey: Passkey, { factors, hasVault }: Owned): Promise<Done> {
  await showsPasskeyFirst();
  const ends = await whatEndsWithPasskey(passkey, factors.passkeys);
  const isLastStep = factors.passkeys.length === 1 && !factors.totp;
  const next = isLastStep ? h('p', {}, words.account.nextSignIn) : null;
  await ask({
    title: words.account.passkeys.removeTitle(passkeyName(passkey), when(passkey.createdAt)),
    text: h(
      'div',
      { class: 'stack' },
      h('p', {}, whatGoes(factors)),
      h('p', { 'data-testid': 'what-ends' }, ends),
      hasVault ? h('p', { 'data-testid': 'removal-and-vault' }, words.account.passkeys.vault) : null,
      next,
    ),
    submit: words.buttons.removeIt,
    danger: true,
    run: async () => {
      try {
        await withStepUp(() => client.account.removePasskey(passkey.id));
      } catch (thrown) {
        // The server refuses a removal after which nobody could sign in.
        next?.remove();
        throw thrown;
      }
    },
  });
  return new AfterLoss(words.account.passkeys.removed(passkeyName(passkey)));
}

/** After a sign-in by a backup code, the removal will ask for a passkey that the person may not have. */
async function showsPasskeyFirst(): Promise<void> {
  const { accountId, amr } = await client.session.get();
  if (usedBackupCode(accountId) && !provesPasskey(amr)) await provePasskey();
}

function whatGoes({ passkeys, totp, backupCodes }: Account['factors']): string {
  const { removeText, removeOnly, removeOnlyWithCodes } = words.account.passkeys;
  if (passkeys.length > 1) return removeText;
  return totp || backupCodes.remaining === 0 ? removeOnly : removeOnlyWithCodes;
}
