import { isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { isSignedOut } from './signed-out.ts';

export async function abandonSignIn(): Promise<void> {
  try {
    if (await isSignInUnderWay()) await client.signIn.abandon();
  } catch {}
}

/** The flow of this page alone. Another page may have opened another flow. */
export async function abandonOwn(): Promise<void> {
  try {
    await client.inFlow.signIn.abandon();
  } catch {}
}

const key = 'sallyport.another';

export async function leaveForAnother(): Promise<void> {
  sessionStorage.setItem(key, '1');
  await abandonSignIn();
}

/** The provider then asks who signs in, and does not send the same person again. */
export function addressOfProvider(location: string): string {
  return sessionStorage.getItem(key) === null && !isSignedOut() ? location : `${location}?asksWho=1`;
}

export function forgetAnother(): void {
  sessionStorage.removeItem(key);
}

export async function isSignInUnderWay(): Promise<boolean> {
  try {
    return (await client.signIn.status({ local: true })).status !== 'open';
  } catch (thrown) {
    // Such a sign-in stays open for an administrator's code.
    return isProblem(thrown) && thrown.code === 'no-way-in';
  }
}
