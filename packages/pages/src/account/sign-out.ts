import { endSession } from '../parts/end-session.ts';
import { leaveNote } from '../parts/location.ts';
import type { Shown } from './shown.ts';

/**
 * Ends the session, and leaves for the provider's page to sign out, or for the sign-in page.
 *
 * @param signIn the address of the sign-in page
 * @param note the message of the sign-in page
 */
export async function signOut(shown: Shown, signIn: string, note?: string): Promise<void> {
  try {
    const provider = await endSession();
    if (provider === undefined) leaveNote(note);
    location.assign(provider ?? signIn);
  } catch (thrown) {
    shown.problem(thrown);
  }
}
