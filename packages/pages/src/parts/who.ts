import { type Account, isProblem } from '@sallyport/browser';
import { forgetAnother } from './abandon.ts';
import { client } from './client.ts';
import { breakable, byId, fill, h } from './element.ts';
import { here } from './here.ts';
import { keepUnsavedOf } from './keep-codes.ts';
import { forgetBeyondTab, forgetHandedPasskey, forgetSession, recordsOwner } from './kept-data.ts';
import { showsSession } from './shown-session.ts';
import { words } from './words.ts';

/** Shows the signed-in person in the page's head and resolves to the account. Also shows unsaved backup codes again. */
export async function showWho(): Promise<Account | undefined> {
  const account = await currentAccount();
  const place = byId('who');
  if (account === undefined) {
    if (pagesOfSignIn.includes(location.pathname)) return undefined;
    fill(
      place,
      h('a', { class: 'button compact', href: here('/sign-in'), 'data-testid': 'sign-in-link' }, words.buttons.signIn),
    );
    return undefined;
  }
  showsSession(account.accountId);
  fill(
    place,
    h(
      'a',
      { class: 'name', href: here('/account') },
      h('span', {}, breakable(account.identifiers[0] ?? account.accountId)),
    ),
  );
  // At the end of a sign-in, the page itself shows the codes.
  if (!pagesOfSignIn.includes(location.pathname)) {
    keepUnsavedOf(account);
    forgetAnother();
  }
  return account;
}

const pagesOfSignIn: readonly string[] = [here('/sign-in'), here('/enroll')];

async function currentAccount(): Promise<Account | undefined> {
  if (location.pathname !== here('/vault')) forgetHandedPasskey();
  const before = recordsOwner();
  try {
    return await client.account.get();
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    // Meanwhile the page may have completed a sign-in.
    if (thrown.code === 'no-session' && recordsOwner() === before) {
      forgetSession();
      forgetBeyondTab();
    }
    return undefined;
  }
}
