import { isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { isSignedOut } from './signed-out.ts';

/** Abandons an open sign-in, if there is an open sign-in. */
export async function abandonSignIn(): Promise<void> {
  try {
    if (await isSignInUnderWay()) await client.signIn.abandon();
  } catch {
    // The sign-in expired, or the server cannot be reached: no sign-in to abandon.
  }
}

const key = 'sallyport.another';

/** Abandons an open sign-in for a person who wants to sign in as somebody else. */
export async function leaveForAnother(): Promise<void> {
  sessionStorage.setItem(key, '1');
  await abandonSignIn();
}

/**
 * The address that leads to a provider. After {@link leaveForAnother} and after a sign-out in this tab, the provider asks who signs in, and does not send
 * the same person again.
 */
export function addressOfProvider(location: string): string {
  return sessionStorage.getItem(key) === null && !isSignedOut() ? location : `${location}?asksWho=1`;
}

/** Forgets at the end of the sign-in that the person wanted to sign in as somebody else. */
export function forgetAnother(): void {
  sessionStorage.removeItem(key);
}

/** Whether this browser has an open sign-in. Throws if the server does not say so. */
export async function isSignInUnderWay(): Promise<boolean> {
  try {
    return (await client.signIn.status({ local: true })).status !== 'open';
  } catch (thrown) {
    // Such a sign-in stays open for a code of an administrator.
    return isProblem(thrown) && thrown.code === 'no-way-in';
  }
}
