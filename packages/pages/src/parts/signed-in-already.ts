import { client } from './client.ts';
import { h } from './element.ts';
import { words } from './words.ts';

/** For the page of a dead link in a browser that is signed in. */
export interface SignedIn {
  /** A sentence with the person's sign-in name. */
  readonly said: HTMLElement;
  /** The way to the account. */
  readonly toAccount: HTMLElement;
}

/** Resolves to `undefined` if nobody is signed in. */
export async function signedInAlready(): Promise<SignedIn | undefined> {
  const account = await client.account.get().catch(() => undefined);
  if (account === undefined) return undefined;
  const name = account.identifiers[0] ?? account.accountId;
  return {
    said: h('p', { class: 'muted', 'data-testid': 'signed-in-already' }, words.signIn.alreadyAs(h('strong', {}, name))),
    toAccount: h(
      'a',
      { class: 'button primary wide', href: '/account', 'data-testid': 'to-account' },
      words.signIn.toAccount,
    ),
  };
}
