import type { Passkey } from '@sallyport/browser';
import type { OpenVault, WayIn } from '@sallyport/vault';
import { button, textOf } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { type HandedPasskey, makePasskey, takePasskey } from '../parts/passkey-handover.ts';
import { provePasskey, withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';
import { secretField } from './making.ts';
import { replaceKey } from './replacing.ts';

/** Runs an act, then shows the vault again with the message or the problem. */
export type Act = (run: () => Promise<string | Done>) => Promise<void>;

/** The result of an act that replaced the vault's key. */
export interface Done {
  readonly said: string;
  readonly vault: OpenVault;
}

/** A card for each way into the vault, with its kind and date. */
export function waysSection(vault: OpenVault, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const small = (label: string, testid: string, run: () => Promise<string | Done>): HTMLElement =>
    button({ label, testid, look: 'compact', run: () => act(run) });
  return h(
    'section',
    { 'aria-labelledby': 'ways-title' },
    h('h2', { id: 'ways-title' }, words.vault.ways.title),
    vault.ways.map((way) => wayCard(vault, way, passkeys, act)),
    h(
      'div',
      { class: 'actions' },
      small(words.vault.ways.addPasskey, 'add-passkey', () => addPasskey(vault)),
      small(words.vault.ways.changeSecret, 'change-secret', () => changeSecret(vault)),
      small(words.vault.replacing.button, 'replace-key', () => giveNewKey(vault, passkeys)),
      vault.lacksEmergency ? small(words.vault.ways.addEmergency, 'add-emergency', () => addEmergency(vault)) : null,
    ),
  );
}

function wayCard(vault: OpenVault, way: WayIn, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const remove = async (): Promise<string> => {
    await ask({
      title: words.vault.ways.removeTitle(nameOf(way, passkeys)),
      text: words.vault.ways.removeText,
      submit: words.buttons.removeIt,
      danger: true,
      run: () => withStepUp(() => vault.removeWay(way.id)),
    });
    return words.vault.ways.removed;
  };
  return h(
    'div',
    { class: 'card row', 'data-testid': 'way', 'data-kind': way.kind },
    h(
      'div',
      { class: 'about' },
      h('p', {}, nameOf(way, passkeys)),
      h('p', {}, words.vault.ways.made(aboutOf(way), when(way.createdAt))),
    ),
    h(
      'div',
      { class: 'actions' },
      button({
        label: words.buttons.remove,
        testid: 'remove-way',
        look: 'compact danger',
        attributes: { 'aria-label': words.account.passkeys.removeOne(nameOf(way, passkeys)) },
        run: () => act(remove),
      }),
    ),
  );
}

function nameOf({ kind, passkeyId }: WayIn, passkeys: readonly Passkey[]): string {
  if (kind === 'secret') return words.vault.masterSecret;
  if (kind === 'emergency') return words.vault.ways.emergency;
  return passkeys.find(({ id }) => id === passkeyId)?.name ?? words.vault.ways.passkey;
}

function aboutOf({ kind }: WayIn): string {
  if (kind === 'secret') return words.vault.ways.aboutSecret;
  if (kind === 'emergency') return words.vault.ways.aboutEmergency;
  return words.vault.ways.aboutPasskey;
}

async function addPasskey(vault: OpenVault): Promise<string> {
  let derives = false;
  const onPrfEnabled = (): void => {
    derives = true;
  };
  await withStepUp(() => makePasskey({ onPrfEnabled }));
  const passkey = (await takePasskey()) ?? (derives ? await afterOneMoreGesture() : undefined);
  if (passkey === undefined) return words.vault.ways.passkeyNoVault;
  await withStepUp(() => vault.addWay(passkey));
  return words.vault.ways.passkeyOpens;
}

/** Some authenticators return no derived key when a passkey is created, so the person uses the passkey once more. */
async function afterOneMoreGesture(): Promise<HandedPasskey | undefined> {
  await provePasskey();
  return takePasskey();
}

async function giveNewKey(vault: OpenVault, passkeys: readonly Passkey[]): Promise<Done> {
  const names = vault.ways.filter(({ kind }) => kind === 'passkey').map((way) => nameOf(way, passkeys));
  return { vault: await replaceKey(vault, names), said: words.vault.replacing.done };
}

async function addEmergency(vault: OpenVault): Promise<string> {
  await withStepUp(() => vault.addWay({ kind: 'emergency' }));
  return words.vault.ways.emergencyAdded;
}

async function changeSecret(vault: OpenVault): Promise<string> {
  await ask({
    title: words.vault.ways.changeSecret,
    text: words.vault.ways.secretText,
    fields: secretField('next-secret', words.vault.ways.newSecret),
    submit: words.vault.ways.changeIt,
    run: (values) => withStepUp(() => vault.changeSecret(textOf(values, 'next-secret'))),
  });
  return words.vault.ways.secretChanged;
}
