import { client } from './client.ts';
import { words } from './words.ts';

/**
 * What changes of the sign-in of somebody who is signed in, once one of these is set up. Only the first passkey or app takes the place of
 * the code by email that signed in; beside a stronger one, or where a password alone is enough, nothing changes.
 *
 * @param choice whether the person has still to choose what it is
 */
export async function enrollmentLead(choice: 'made' | 'open'): Promise<string> {
  const [{ factors }, { amr }] = await Promise.all([client.account.get(), client.session.get()]);
  const { staysAsItIs, insteadOfMail, passkeyOrAppInsteadOfMail } = words.enrollment;
  if (factors.totp || factors.passkeys.length > 0 || !amr.includes('otp')) return staysAsItIs;
  return choice === 'made' ? insteadOfMail : passkeyOrAppInsteadOfMail;
}
