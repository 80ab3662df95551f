import { sendSignal } from '@simplewebauthn/browser';
import type { Account } from './account-contract.ts';

// WebAuthn Level 3 §5.1.10. A manager deletes or hides passkeys by these signals, so each signal says only what the server has just said, for the
// relying party id that the server names.

/** Call only if the server says that no account has this passkey: another tenant may have the passkey. */
export function signalUnknown(rpID: string | undefined, credentialID: string): Promise<void> {
  if (rpID === undefined) return Promise.resolve();
  return quietly(() => sendSignal({ signalName: 'unknownCredential', rpID, credentialID }));
}

/** The manager deletes or hides every other passkey of the user handle, which is of this account alone. */
export async function signalAccount({ passkeyUser, factors }: Partial<Account> = {}): Promise<void> {
  if (passkeyUser === undefined || factors === undefined) return;
  const { rpId: rpID, userHandle: userID, name } = passkeyUser;
  const allAcceptedCredentialIDs = factors.passkeys.map(({ id }) => id);
  await quietly(() => sendSignal({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs }));
  const details = { userID, userName: name, userDisplayName: name };
  await quietly(() => sendSignal({ signalName: 'currentUserDetails', rpID, ...details }));
}

async function quietly(signal: () => Promise<unknown>): Promise<void> {
  try {
    await signal();
  } catch {}
}
