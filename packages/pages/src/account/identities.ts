import type { Account } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { keepOpenWays } from '../parts/open-ways.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import type { Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';
import { isClosed } from './closed-set-ups.ts';
import { factorRow } from './factor-row.ts';

export interface Provider {
  readonly id: string;
  readonly name: string;
}

export async function linkableProviders(): Promise<readonly Provider[]> {
  return keepOpenWays(await client.inSession.waysIn()).providers;
}

export function identitiesCard(account: Account, providers: readonly Provider[], shown: Shown): HTMLElement | null {
  const others = account.externalIds
    .filter(({ provider }) => !providers.some(({ id }) => id === provider))
    .map(({ provider, name = provider }) => ({ id: provider, name }));
  const all = [...providers, ...others];
  if (all.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'identities-title', 'data-testid': 'identities' },
    h('h2', { id: 'identities-title' }, words.account.identities.title),
    h(
      'div',
      { class: 'card rows' },
      all.map((provider) => row(account, provider, shown)),
    ),
  );
}

function row(account: Account, provider: Provider, shown: Shown): HTMLElement {
  const { id, name } = provider;
  const linked = account.externalIds.find((one) => one.provider === id);
  const small = rowButtons(shown);
  if (linked === undefined)
    return factorRow(
      name,
      words.account.identities.notLinked,
      isClosed(account, 'external-ids')
        ? null
        : small(words.account.identities.link, `link-${id}`, () => link(provider), {
            spoken: words.account.identities.linkOne(name),
          }),
    );
  const whom = linked.address ?? linked.subject;
  return factorRow(
    name,
    words.account.identities.linked(whom, when(linked.linkedAt)),
    small(words.account.identities.unlink, `unlink-${id}`, () => unlink(provider), {
      spoken: words.account.identities.unlinkOne(name),
      look: 'danger',
    }),
  );
}

const linking = 'sallyport.linking';

export function linkedNews({ externalIds }: Account): string | undefined {
  const id = sessionStorage.getItem(linking);
  sessionStorage.removeItem(linking);
  const linked = externalIds.find(({ provider }) => provider === id);
  return linked && words.account.identities.linkedNow(linked.name ?? linked.provider);
}

async function link({ id }: Provider): Promise<never> {
  const there = await withStepUp(() => client.inSession.enroll.provider(id));
  sessionStorage.setItem(linking, id);
  location.assign(there.location);
  // Never resolves: another request would end the new link flow while the next page loads.
  return new Promise(() => {});
}

async function unlink({ id, name }: Provider): Promise<string> {
  await ask({
    title: words.account.identities.unlinkTitle(name),
    text: words.account.identities.unlinkText(name),
    submit: words.account.identities.unlinkIt,
    danger: true,
    run: () => withStepUp(() => client.account.unlinkProvider(id)),
  });
  return words.account.identities.unlinked(name);
}
