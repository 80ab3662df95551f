import { type Account, isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { byId, fill, h } from './element.ts';
import { keepUnsavedOf } from './keep-codes.ts';
import { words } from './words.ts';

/** Fills in the page's head with who is signed in, and answers that. What they have not saved yet is shown to them again. */
export async function showWho(): Promise<Account | undefined> {
  const account = await currentAccount();
  const place = byId('who');
  if (account === undefined) {
    // Where one signs in, a link to signing in is one too many.
    if (pagesOfSignIn.includes(location.pathname)) return undefined;
    fill(
      place,
      h('a', { class: 'button compact', href: '/sign-in', 'data-testid': 'sign-in-link' }, words.common.signIn),
    );
    return undefined;
  }
  fill(place, h('a', { class: 'name', href: '/account' }, account.identifiers[0] ?? account.accountId));
  // Where a sign-in ends, the page shows them itself.
  if (!pagesOfSignIn.includes(location.pathname)) keepUnsavedOf(account);
  return account;
}

const pagesOfSignIn: readonly string[] = ['/sign-in', '/enroll'];

async function currentAccount(): Promise<Account | undefined> {
  try {
    return await client.account.get();
  } catch (thrown) {
    if (isProblem(thrown)) return undefined;
    throw thrown;
  }
}
