import { sendSignal } from '@simplewebauthn/browser';
import type { Account } from './account-contract.ts';

// The signals of WebAuthn Level 3 §5.1.10: a passkey manager then deletes or hides passkeys. So each signal says only what the server has just said, for
// the relying party id that the server names. An error is ignored, for example if the browser has no signal methods.

/** Signals that no account has this passkey. Call this only if the server says so: another tenant may have the passkey. */
export function signalUnknown(rpID: string | undefined, credentialID: string): Promise<void> {
  if (rpID === undefined) return Promise.resolve();
  return quietly(() => sendSignal({ signalName: 'unknownCredential', rpID, credentialID }));
}

/**
 * Signals the complete list of the account's passkeys, and the name that the manager shows. The manager deletes or hides every other passkey of the user handle,
 * which is of this account alone. Signals nothing for an account without `passkeyUser`.
 */
export async function signalAccount({ passkeyUser, factors }: Partial<Account> = {}): Promise<void> {
  if (passkeyUser === undefined || factors === undefined) return;
  const { rpId: rpID, userHandle: userID, name } = passkeyUser;
  const allAcceptedCredentialIDs = factors.passkeys.map(({ id }) => id);
  await quietly(() => sendSignal({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs }));
  // As at the registration, the name is shown in both places.
  const details = { userID, userName: name, userDisplayName: name };
  await quietly(() => sendSignal({ signalName: 'currentUserDetails', rpID, ...details }));
}

async function quietly(signal: () => Promise<unknown>): Promise<void> {
  try {
    await signal();
  } catch {
    // The browser has no signal methods, or refuses this relying party id.
  }
}
