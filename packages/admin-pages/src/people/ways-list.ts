import type { AdminAccount } from '@sallyport/browser';
import {
  ask,
  breakable,
  button,
  type Child,
  client,
  datedPasskeyName,
  h,
  lastUse,
  passkeyName,
  usedIdentities,
  wayName,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { factorIcon } from '../parts/factors.ts';
import { icon } from '../parts/frame.ts';
import { hasRight } from '../parts/helpdesk.ts';
import type { Act } from './acts.ts';
import { vaultLoses } from './vault-ways.ts';
import { lossLines, onePasskeyGoes } from './what-goes.ts';
import { words } from './words.ts';

const { person: says, administration } = words;

export function waysList(account: AdminAccount, act: Act): HTMLElement {
  const { factors, email, externalIds } = account;
  const { remaining } = factors.backupCodes;
  // A backup code is a second step, also after a provider or the directory.
  const hasFirstStep = factors.password || usedIdentities(account).length > 0;
  const lines = [
    ...factors.passkeys.map((passkey) =>
      line(
        'passkey',
        passkeyName(passkey),
        administration.passkeys.about(when(passkey.createdAt), lastUse(passkey.lastUsedAt)),
        {
          testid: 'passkey',
          beside: hasRight(account, 'reset')
            ? button({
                label: administration.passkeys.removeAsk,
                testid: 'revoke-passkey',
                look: 'plain danger small',
                attributes: { 'aria-label': administration.passkeys.removeOne(datedPasskeyName(passkey)) },
                run: () => act(() => revoke(account, passkey)),
              })
            : undefined,
        },
      ),
    ),
    factors.totp ? line('app', wayName('totp'), says.setUp) : null,
    ...factors.codes.map(({ method, sentTo }) => line(factorIcon(method), wayName(method), says.codesGoTo(sentTo))),
    factors.totp || factors.passkeys.length > 0 || remaining > 0
      ? line('codes', says.backupCodes, remaining === 0 ? says.noCodes : says.left(remaining, hasFirstStep))
      : null,
    factors.password ? line('password', wayName('password'), says.setUp) : null,
    ...externalIds.map(({ provider, name, subject }) =>
      line('company', name ?? provider, name === undefined ? says.notUsed(subject) : subject),
    ),
    email === undefined ? null : line('mail', breakable(email), useOfMailbox(account)),
  ].filter((each) => each !== null);
  return lines.length === 0 ? h('p', { class: 'nothing' }, says.nothing) : h('ul', { class: 'lines' }, lines);
}

function useOfMailbox(account: AdminAccount): string {
  const { emailCode, totp, passkeys, password } = account.factors;
  if (!emailCode) return says.mailOnly;
  // A code by email counts only beside a first step.
  const begins = password || usedIdentities(account).length > 0;
  return begins && !totp && passkeys.length === 0 ? says.codesGoHere : says.mailMostly;
}

function line(
  name: IconName,
  title: Child,
  about: string,
  more: { readonly testid?: string; readonly beside?: HTMLElement | undefined } = {},
): HTMLElement {
  return h(
    'li',
    { 'data-testid': more.testid },
    icon(name),
    h('div', {}, h('p', { class: 'strong' }, title), h('p', {}, about)),
    more.beside,
  );
}

async function revoke(account: AdminAccount, passkey: AdminAccount['factors']['passkeys'][number]): Promise<string> {
  const which = datedPasskeyName(passkey);
  const vault = await withStepUp(() => vaultLoses(account.accountId, passkey.id));
  await ask({
    title: administration.passkeys.removeTitle(which),
    text: lossLines([...onePasskeyGoes(account), vault]),
    submit: administration.passkeys.remove,
    danger: true,
    run: () => withStepUp(() => client.admin.revokePasskey(account.accountId, passkey.id)),
  });
  return administration.passkeys.removed(which);
}
