import { client } from './client.ts';

/** Leaves a sign-in that is under way, if one is. */
export async function abandonSignIn(): Promise<void> {
  try {
    const { status } = await client.signIn.status({ local: true });
    if (status !== 'open') await client.signIn.abandon();
  } catch {
    // Expired, or out of reach: there is nothing to leave.
  }
}
