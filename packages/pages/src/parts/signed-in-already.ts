import { client } from './client.ts';
import { h } from './element.ts';
import { here } from './here.ts';
import { words } from './words.ts';

export interface SignedIn {
  readonly said: HTMLElement;
  readonly toAccount: HTMLElement;
}

export async function signedInAlready(): Promise<SignedIn | undefined> {
  const account = await client.account.get().catch(() => undefined);
  if (account === undefined) return undefined;
  const name = account.identifiers[0] ?? account.accountId;
  return {
    said: h('p', { class: 'muted', 'data-testid': 'signed-in-already' }, words.signIn.alreadyAs(h('strong', {}, name))),
    toAccount: h(
      'a',
      { class: 'button primary wide', href: here('/account'), 'data-testid': 'to-account' },
      words.signIn.toAccount,
    ),
  };
}
