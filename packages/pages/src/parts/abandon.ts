import { isProblem } from '@sallyport/browser';
import { client } from './client.ts';

/** Abandons an open sign-in, if there is an open sign-in. */
export async function abandonSignIn(): Promise<void> {
  try {
    if (await isUnderWay()) await client.signIn.abandon();
  } catch {
    // The sign-in expired, or the server cannot be reached: no sign-in to abandon.
  }
}

async function isUnderWay(): Promise<boolean> {
  try {
    return (await client.signIn.status({ local: true })).status !== 'open';
  } catch (thrown) {
    // Such a sign-in stays open for a code of an administrator.
    return isProblem(thrown) && thrown.code === 'no-way-in';
  }
}
