import { sendSignal } from '@simplewebauthn/browser';

/**
 * Tells the browser's passkey manager what the server knows (WebAuthn Level 3 §5.1.10, the signal methods), so that it
 * stops offering passkeys that are gone. If the browser has no such methods, or the manager declines, nothing
 * happens, and the act that signals succeeds all the same.
 */
export interface PasskeySignals {
  /** This one is gone. */
  unknown(credentialId: string): Promise<void>;
  /** These are all there are; the manager hides every other one of this user. */
  accepted(rpId: string | undefined, userId: string, credentialIds: readonly string[]): Promise<void>;
}

/** @param rpId the relying party id; by default this page's host name */
export function createPasskeySignals(rpId: string | undefined): PasskeySignals {
  const rpID = (of: string | undefined): string => of ?? rpId ?? globalThis.location?.hostname ?? '';
  return {
    unknown: (credentialID) =>
      quietly(() => sendSignal({ signalName: 'unknownCredential', rpID: rpID(undefined), credentialID })),
    accepted: (of, userID, ids) =>
      quietly(() =>
        sendSignal({
          signalName: 'allAcceptedCredentials',
          rpID: rpID(of),
          userID,
          allAcceptedCredentialIDs: [...ids],
        }),
      ),
  };
}

async function quietly(signal: () => Promise<unknown>): Promise<void> {
  try {
    await signal();
  } catch {
    // Not supported here, or not for this id.
  }
}
