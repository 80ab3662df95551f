import { isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { emptyPage } from './left-page.ts';
import { leaveNote, stayingHere } from './location.ts';
import { sessionEndsHere, stopsNoticing } from './shown-session.ts';

/**
 * Ends the session, and deletes what this browser keeps of the person. Tells the other tabs.
 *
 * @returns the address to sign out at the session's provider, if the provider has such a page, which redirects back here
 */
export async function endSession(): Promise<string | undefined> {
  const noticeAgain = stopsNoticing();
  let logout: string | undefined;
  try {
    ({ logout } = await client.session.end());
  } catch (thrown) {
    noticeAgain();
    if (!isProblem(thrown) || thrown.code !== 'no-session') throw thrown;
  }
  sessionEndsHere();
  return logout;
}

/**
 * Ends the session, empties the page, and leaves for the provider's page to sign out, or for the sign-in page, which goes to no provider by itself then.
 *
 * @param signIn the address of the sign-in page
 * @param note the message of the sign-in page
 */
export async function signOutTo(signIn: string, note?: string): Promise<void> {
  const provider = await endSession();
  if (provider === undefined) leaveNote(note);
  emptyPage();
  location.assign(provider ?? stayingHere(signIn));
}
