import { client } from './client.ts';
import { takePasskey } from './passkey-handover.ts';

/** Ends the session; what a passkey derived for the next page goes with it. Answers where to sign out at the provider, if it has a page for it. */
export async function endSession(): Promise<{ readonly logout?: string }> {
  await takePasskey().catch(() => undefined);
  return client.session.end();
}
