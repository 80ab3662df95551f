import { client } from './client.ts';
import { takePasskey } from './passkey-handover.ts';

/** Ends the session; what a passkey derived for the next page goes with it. */
export async function endSession(): Promise<void> {
  await takePasskey().catch(() => undefined);
  await client.session.end();
}
