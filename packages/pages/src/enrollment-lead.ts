import { client } from './parts/client.ts';
import { words } from './words.ts';

/**
 * Only the first passkey or app replaces the code by email.
 *
 * @param choice whether the person still has to choose the factor
 */
export async function enrollmentLead(choice: 'made' | 'open'): Promise<string> {
  const [{ factors }, { amr }] = await Promise.all([client.account.get(), client.session.get()]);
  const { staysAsItIs, insteadOfMail, passkeyOrAppInsteadOfMail } = words.enrollment;
  if (factors.totp || factors.passkeys.length > 0 || !amr.includes('otp')) return staysAsItIs;
  return choice === 'made' ? insteadOfMail : passkeyOrAppInsteadOfMail;
}
