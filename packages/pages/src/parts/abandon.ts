import { client } from './client.ts';

/** Abandons an open sign-in, if there is an open sign-in. */
export async function abandonSignIn(): Promise<void> {
  try {
    const { status } = await client.signIn.status({ local: true });
    if (status !== 'open') await client.signIn.abandon();
  } catch {
    // The sign-in expired, or the server cannot be reached: no sign-in to abandon.
  }
}
