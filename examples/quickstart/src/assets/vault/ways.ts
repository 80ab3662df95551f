import type { Passkey } from '@sallyport/browser';
import type { OpenVault, WayIn } from '@sallyport/vault';
import { button, textOf } from '../ui/controls.ts';
import { ask } from '../ui/dialog.ts';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';
import { type HandedPasskey, makePasskey, takePasskey } from '../ui/passkey-handover.ts';
import { provePasskey, withStepUp } from '../ui/step-up.ts';
import { secretField } from './making.ts';
import { replaceKey } from './replacing.ts';

/** What the cards share: runs an act, then shows the vault anew and says what was done, or what went wrong. */
export type Act = (run: () => Promise<string | Done>) => Promise<void>;

/** What an act leaves that gave the vault another key. */
export interface Done {
  readonly said: string;
  readonly vault: OpenVault;
}

/** The ways into the vault, a card each: what it is, and since when. */
export function waysSection(vault: OpenVault, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const small = (label: string, testid: string, run: () => Promise<string | Done>): HTMLElement =>
    button({ label, testid, look: 'compact', run: () => act(run) });
  return h(
    'section',
    { 'aria-labelledby': 'ways-title' },
    h('h2', { id: 'ways-title' }, 'Ways in'),
    vault.ways.map((way) => wayCard(vault, way, passkeys, act)),
    h(
      'div',
      { class: 'actions' },
      small('Add a passkey', 'add-passkey', () => addPasskey(vault)),
      small('Change the master secret', 'change-secret', () => changeSecret(vault)),
      small('Replace the key…', 'replace-key', () => giveNewKey(vault, passkeys)),
      vault.lacksEmergency ? small('Add the emergency account', 'add-emergency', () => addEmergency(vault)) : null,
    ),
  );
}

function wayCard(vault: OpenVault, way: WayIn, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const remove = async (): Promise<string> => {
    await ask({
      title: `Remove ${nameOf(way, passkeys)}?`,
      text: 'It opens the vault no longer. Your other ways in stay as they are.',
      submit: 'Remove it',
      danger: true,
      run: () => withStepUp(() => vault.removeWay(way.id)),
    });
    return 'That way in is gone.';
  };
  return h(
    'div',
    { class: 'card row', 'data-testid': 'way', 'data-kind': way.kind },
    h(
      'div',
      { class: 'about' },
      h('p', {}, nameOf(way, passkeys)),
      h('p', {}, `${aboutOf(way)} Made ${when(way.createdAt)}.`),
    ),
    h(
      'div',
      { class: 'actions' },
      button({ label: 'Remove', testid: 'remove-way', look: 'compact danger', run: () => act(remove) }),
    ),
  );
}

function nameOf({ kind, passkeyId }: WayIn, passkeys: readonly Passkey[]): string {
  if (kind === 'secret') return 'Master secret';
  if (kind === 'emergency') return 'Emergency account';
  return passkeys.find(({ id }) => id === passkeyId)?.name ?? 'Passkey';
}

function aboutOf({ kind }: WayIn): string {
  if (kind === 'secret') return 'You type it, and it stays in this page.';
  if (kind === 'emergency') return 'Opens if all else is lost; you’re told by mail.';
  return 'Opens the vault in the gesture that signs you in.';
}

async function addPasskey(vault: OpenVault): Promise<string> {
  let derives = false;
  const onPrfEnabled = (): void => {
    derives = true;
  };
  await withStepUp(() => makePasskey({ onPrfEnabled }));
  const passkey = (await takePasskey()) ?? (derives ? await afterOneMoreGesture() : undefined);
  if (passkey === undefined) return 'The passkey is registered. It signs you in, but it can’t open the vault.';
  await withStepUp(() => vault.addWay(passkey));
  return 'The passkey opens the vault now.';
}

/** Some authenticators derive nothing yet when a passkey is made: showing it once more brings it. */
async function afterOneMoreGesture(): Promise<HandedPasskey | undefined> {
  await provePasskey();
  return takePasskey();
}

async function giveNewKey(vault: OpenVault, passkeys: readonly Passkey[]): Promise<Done> {
  const names = vault.ways.filter(({ kind }) => kind === 'passkey').map((way) => nameOf(way, passkeys));
  return {
    vault: await replaceKey(vault, names),
    said: 'The vault has a new key, and the note is encrypted under it.',
  };
}

async function addEmergency(vault: OpenVault): Promise<string> {
  await withStepUp(() => vault.addWay({ kind: 'emergency' }));
  return 'The emergency account can open the vault now.';
}

async function changeSecret(vault: OpenVault): Promise<string> {
  await ask({
    title: 'Change the master secret',
    text: 'Nothing is encrypted again; the old one stops working.',
    fields: secretField('next-secret', 'New master secret'),
    submit: 'Change it',
    run: (values) => withStepUp(() => vault.changeSecret(textOf(values, 'next-secret'))),
  });
  return 'The master secret is changed.';
}
