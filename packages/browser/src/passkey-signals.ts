import { sendSignal } from '@simplewebauthn/browser';

/**
 * Signals the server's state to the browser's passkey manager (WebAuthn Level 3 §5.1.10), so that the manager stops offering deleted
 * passkeys. Ignores errors, for example if the browser has no signal methods.
 */
export interface PasskeySignals {
  /** The server does not know this passkey. */
  unknown(credentialId: string): Promise<void>;
  /** The complete list of the user's passkeys. The manager hides all other passkeys of the user. */
  accepted(rpId: string | undefined, userId: string, credentialIds: readonly string[]): Promise<void>;
}

/** @param rpId the relying party id. Default: the page's host name */
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
    // The browser has no signal methods, or refuses this relying party id.
  }
}
