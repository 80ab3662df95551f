import type { Passkey } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button, field, textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { lastUse, when } from '../ui/explain.ts';
import { withStepUp } from '../ui/step-up.ts';
import { act, type Shown } from './shown.ts';
import { whatEndsWith } from './what-ends.ts';

/** One passkey: its name, its kind, when it came and was last used. */
export function passkeyRow(passkey: Passkey, all: readonly Passkey[], shown: Shown): HTMLElement {
  const kind = passkey.deviceBound ? 'Stays on its device' : 'Synced across devices';
  const small = (label: string, testid: string, run: () => Promise<string>, look = ''): HTMLElement =>
    button({
      label,
      testid,
      look: `compact ${look}`,
      attributes: { 'aria-label': `${label} ${passkey.name}` },
      run: () => act(shown, run),
    });
  return h(
    'div',
    { class: 'row nested', 'data-testid': 'passkey', 'data-id': passkey.id },
    h(
      'div',
      { class: 'about' },
      h('p', { 'data-testid': 'passkey-name' }, passkey.name),
      h('p', {}, `${kind} · added ${when(passkey.createdAt)} · ${lastUse(passkey.lastUsedAt)}`),
    ),
    h(
      'div',
      { class: 'actions' },
      small('Rename', 'rename-passkey', () => rename(passkey)),
      small('Remove', 'remove-passkey', () => remove(passkey, all), 'danger'),
    ),
  );
}

async function rename(passkey: Passkey): Promise<string> {
  let name = passkey.name;
  await ask({
    title: 'Rename the passkey',
    fields: field({
      name: 'passkey-new-name',
      label: 'Name',
      attributes: { required: true, maxlength: 64, value: passkey.name, autocomplete: 'off' },
    }),
    submit: 'Save',
    run: (values) => {
      name = textOf(values, 'passkey-new-name').trim();
      return withStepUp(() => client.account.renamePasskey(passkey.id, name));
    },
  });
  return `The passkey is now called ${name}.`;
}

async function remove(passkey: Passkey, all: readonly Passkey[]): Promise<string> {
  const ends = await whatEndsWith(passkey, all);
  await ask({
    title: `Remove ${passkey.name}?`,
    text: [
      h('p', {}, 'It stops working at once. Your other ways to sign in stay as they are.'),
      h('p', { 'data-testid': 'what-ends' }, ends),
    ],
    submit: 'Remove it',
    danger: true,
    run: () => withStepUp(() => client.account.removePasskey(passkey.id)),
  });
  return `${passkey.name} is removed.`;
}
