import { client } from './client.ts';
import { takePasskey } from './passkey-handover.ts';
import { forgetPendingTotp } from './pending-totp.ts';
import { sessionEndsHere } from './signed-out.ts';
import { forgetUnsaved } from './unsaved-codes.ts';
import { forgetBackupCodeUse } from './used-backup-code.ts';

/**
 * Ends the session; what this tab keeps of it goes with it, and what a passkey derived for the next page.
 *
 * @returns where to sign out at the provider that the session began at, if it has such a page: it sends the browser back to us
 */
export async function endSession(): Promise<string | undefined> {
  await takePasskey().catch(() => undefined);
  forgetPendingTotp();
  forgetUnsaved();
  forgetBackupCodeUse();
  sessionEndsHere();
  const { logout } = await client.session.end();
  return logout;
}
