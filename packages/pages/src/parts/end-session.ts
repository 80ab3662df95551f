import { client } from './client.ts';
import { takePasskey } from './passkey-handover.ts';
import { forgetPendingTotp } from './pending-totp.ts';
import { sessionEndsHere } from './signed-out.ts';
import { forgetUnsaved } from './unsaved-codes.ts';
import { forgetCodeUse } from './used-code.ts';

/**
 * Ends the session, and deletes this tab's data about the session and the handed-over passkey.
 *
 * @returns the address to sign out at the session's provider, if the provider has such a page, which redirects back here
 */
export async function endSession(): Promise<string | undefined> {
  await takePasskey().catch(() => undefined);
  forgetPendingTotp();
  forgetUnsaved();
  forgetCodeUse();
  sessionEndsHere();
  const { logout } = await client.session.end();
  return logout;
}
