import { client } from './client.ts';
import { takePasskey } from './passkey-handover.ts';

/**
 * Ends the session; what a passkey derived for the next page goes with it.
 *
 * @returns where to sign out at the provider that the session began at, if it has such a page: it sends the browser back to us
 */
export async function endSession(): Promise<string | undefined> {
  await takePasskey().catch(() => undefined);
  const { logout } = await client.session.end();
  return logout;
}
