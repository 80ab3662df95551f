import type { FlowAnswer, Passkey } from '@sallyport/browser';
import type { OpenVault, WayIn } from '@sallyport/vault';
import { isVaultError } from '@sallyport/vault/passkey';
import { button, TakenBack } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { keepCodes } from '../parts/keep-codes.ts';
import { listed } from '../parts/lists.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { type HandedPasskey, makePasskey, takeShownPasskey } from '../parts/passkey-handover.ts';
import { passkeyName } from '../parts/passkey-name.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { withStepUp } from '../parts/step-up.ts';
import { NEXT_SECRET, newSecretFields, newSecretOf } from './new-secret.ts';
import { promptedPasskey } from './prompted-passkey.ts';
import { replaceKey } from './replacing.ts';
import { words } from './words.ts';

export type Act = (run: () => Promise<string | Done>) => Promise<void>;

export interface Done {
  readonly said: string;
  readonly warns?: boolean;
  readonly vault: OpenVault;
}

export function offerNote(vault: OpenVault, passkey: HandedPasskey | undefined, act: Act): HTMLElement | null {
  if (passkey === undefined || opens(vault, passkey.passkeyId)) return null;
  const { offer, letIn } = words.vault.ways;
  return h(
    'div',
    { class: 'note split', 'data-testid': 'offer' },
    h('p', {}, offer),
    button({ label: letIn, testid: 'let-in', look: 'compact', run: () => act(() => lets(vault, passkey)) }),
  );
}

function opens({ ways }: OpenVault, id: string): boolean {
  return ways.some(({ passkeyId }) => passkeyId === id);
}

export function waysSection(vault: OpenVault, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const small = (label: string, testid: string, run: () => Promise<string | Done>): HTMLElement =>
    button({ label, testid, look: 'compact', run: () => act(run) });
  const hasOther = passkeys.some(({ id }) => !opens(vault, id));
  return h(
    'section',
    { 'aria-labelledby': 'ways-title' },
    h('h2', { id: 'ways-title' }, words.vault.ways.title),
    vault.ways.map((way) => wayCard(vault, way, passkeys, act)),
    h(
      'div',
      { class: 'actions' },
      hasPasskeys() ? small(words.vault.ways.addPasskey, 'add-passkey', () => addPasskey(vault, hasOther)) : null,
      hasOther && hasPasskeys()
        ? small(words.vault.ways.addExisting, 'add-existing-passkey', () => addExisting(vault))
        : null,
      small(hasSecret(vault) ? words.vault.ways.changeSecret : words.vault.ways.setSecret, 'change-secret', () =>
        changeSecret(vault),
      ),
      small(words.vault.replacing.button, 'replace-key', () => giveNewKey(vault, passkeys)),
      vault.lacksEmergency ? small(words.vault.ways.addEmergency, 'add-emergency', () => addEmergency(vault)) : null,
    ),
  );
}

function wayCard(vault: OpenVault, way: WayIn, passkeys: readonly Passkey[], act: Act): HTMLElement {
  const { ways } = words.vault;
  const name = nameOf(way, passkeys);
  const others = vault.ways.filter(({ id }) => id !== way.id);
  const remove = async (): Promise<string> => {
    await ask({
      title: way.kind === 'emergency' ? ways.removeEmergencyTitle : ways.removeTitle(name),
      text: h(
        'div',
        { class: 'stack' },
        h('p', {}, ways.removeText[way.kind]),
        h('p', {}, ways.stillOpens(listed(others.map((other) => nameOf(other, passkeys))))),
        others.every(({ kind }) => kind === 'emergency')
          ? h('p', { class: 'note warn', 'data-testid': 'not-by-you' }, ways.notByYou)
          : null,
      ),
      submit: words.buttons.removeIt,
      danger: true,
      run: () =>
        withStepUp(() => vault.removeWay(way.id)).catch((thrown: unknown) => refuseRemoval(thrown, way, others)),
    });
    return ways.removed[way.kind];
  };
  // The vault refuses to be left with passkeys alone.
  const isNeeded = others.every(({ kind }) => kind === 'passkey');
  const removeButton = button({
    label: words.buttons.remove,
    testid: 'remove-way',
    look: 'compact danger',
    attributes: { 'aria-label': words.account.passkeys.removeOne(name) },
    run: () => act(remove),
  });
  return h(
    'div',
    { class: 'card row', 'data-testid': 'way', 'data-kind': way.kind },
    h(
      'div',
      { class: 'about' },
      h('p', {}, name),
      h('p', {}, ways.made(aboutOf(way), when(way.createdAt))),
      isNeeded ? h('p', {}, others.length === 0 ? ways.onlyWay : ways.onlyBesidePasskeys) : null,
    ),
    isNeeded ? null : h('div', { class: 'actions' }, removeButton),
  );
}

/** The server gives one code for two reasons. If a master secret stays, the policy requires the emergency account in every vault. */
function refuseRemoval(thrown: unknown, { kind }: WayIn, others: readonly WayIn[]): never {
  const isNeeded = isVaultError(thrown) && thrown.code === 'vault-needs-another-way';
  if (isNeeded && kind === 'emergency' && others.some((other) => other.kind === 'secret'))
    throw new PageRefusal(words.vault.ways.emergencyRequired);
  throw thrown;
}

function nameOf(way: WayIn, passkeys: readonly Passkey[]): string {
  const passkey = passkeys.find(({ id }) => id === way.passkeyId);
  return passkey === undefined ? kindName(way) : passkeyName(passkey);
}

export function kindName({ kind }: Pick<WayIn, 'kind'>): string {
  if (kind === 'secret') return words.vault.masterSecret;
  return kind === 'emergency' ? words.vault.ways.emergency : words.vault.ways.passkey;
}

const hasSecret = ({ ways }: OpenVault): boolean => ways.some(({ kind }) => kind === 'secret');

function aboutOf({ kind }: WayIn): string {
  if (kind === 'secret') return words.vault.ways.aboutSecret;
  if (kind === 'emergency') return words.vault.ways.aboutEmergency;
  return words.vault.ways.aboutPasskey;
}

/** Asks first: only the creation shows whether the passkey can open a vault. The first passkey comes with backup codes. */
async function addPasskey(vault: OpenVault, hasOther: boolean): Promise<Done> {
  const { ways } = words.vault;
  let derives = false;
  let answer: FlowAnswer | undefined;
  const onPrfEnabled = (): void => {
    derives = true;
  };
  await ask({
    title: ways.addPasskey,
    text: h('div', { class: 'stack' }, h('p', {}, ways.addPasskeyText), hasOther ? h('p', {}, ways.orExisting) : null),
    submit: ways.createPasskey,
    run: async () => {
      answer = await withStepUp(() => makePasskey({ onPrfEnabled }));
    },
  });
  // The key does not wait for a person who prints the codes.
  const handed = takeShownPasskey();
  await keepCodesOf(answer);
  try {
    const passkey = handed ?? (derives ? await promptedPasskey() : undefined);
    return passkey === undefined ? { vault, said: ways.passkeyNoVault, warns: true } : await lets(vault, passkey);
  } catch (thrown) {
    if (thrown instanceof TakenBack) return { vault, said: ways.passkeyNotYet, warns: true };
    throw thrown;
  }
}

async function keepCodesOf(answer: FlowAnswer | undefined): Promise<void> {
  if (answer?.status !== 'complete' || answer.backupCodes === undefined) return;
  await keepCodes({ codes: answer.backupCodes, accountId: answer.session.accountId });
}

async function addExisting(vault: OpenVault): Promise<Done> {
  const passkey = await promptedPasskey();
  return passkey === undefined ? { vault, said: words.vault.ways.existingNoVault, warns: true } : lets(vault, passkey);
}

async function lets(vault: OpenVault, passkey: HandedPasskey): Promise<Done> {
  await withStepUp(() => vault.addWay(passkey));
  return { vault, said: words.vault.ways.passkeyOpens };
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
  const { ways } = words.vault;
  const replaces = hasSecret(vault);
  await ask({
    title: replaces ? ways.changeSecret : ways.setSecret,
    text: replaces ? ways.secretText : ways.setSecretText,
    fields: newSecretFields(NEXT_SECRET, words.vault.ways.newSecret),
    submit: replaces ? ways.changeIt : ways.setIt,
    run: async (values) => {
      const secret = newSecretOf(values, NEXT_SECRET);
      await withStepUp(() => vault.changeSecret(secret));
    },
  });
  return replaces ? ways.secretChanged : ways.secretSet;
}
