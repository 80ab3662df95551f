import { sendSignal } from '@simplewebauthn/browser';
import type { Account } from './account-contract.ts';

/**
 * Signals the server's state to the browser's passkey manager (WebAuthn Level 3 §5.1.10), so that the manager stops offering deleted
 * passkeys. Ignores errors, for example if the browser has no signal methods.
 */
export interface PasskeySignals {
  /** The server does not know this passkey. */
  unknown(credentialId: string): Promise<void>;
  /** The complete list of the user's passkeys. The manager hides all other passkeys of the user. */
  accepted(rpId: string | undefined, userId: string, credentialIds: readonly string[]): Promise<void>;
  /** The list of the account's passkeys, and the name that the manager shows. An account without `passkeyUser` is not signalled. */
  current(account: Partial<Account> | undefined): Promise<void>;
}

/** @param rpId the relying party id. Default: the page's host name */
export function createPasskeySignals(rpId: string | undefined): PasskeySignals {
  const rpID = (of: string | undefined): string => of ?? rpId ?? globalThis.location?.hostname ?? '';
  const accepted: PasskeySignals['accepted'] = (of, userID, ids) =>
    quietly(() =>
      sendSignal({
        signalName: 'allAcceptedCredentials',
        rpID: rpID(of),
        userID,
        allAcceptedCredentialIDs: [...ids],
      }),
    );
  return {
    unknown: (credentialID) =>
      quietly(() => sendSignal({ signalName: 'unknownCredential', rpID: rpID(undefined), credentialID })),
    accepted,
    async current({ passkeyUser, factors } = {}) {
      if (passkeyUser === undefined || factors === undefined) return;
      const { rpId: of, userHandle: userID, name } = passkeyUser;
      await accepted(
        of,
        userID,
        factors.passkeys.map(({ id }) => id),
      );
      // As at the registration, the name is shown in both places.
      const details = { userID, userName: name, userDisplayName: name };
      await quietly(() => sendSignal({ signalName: 'currentUserDetails', rpID: rpID(of), ...details }));
    },
  };
}

async function quietly(signal: () => Promise<unknown>): Promise<void> {
  try {
    await signal();
  } catch {
    // The browser has no signal methods, or refuses this relying party id.
  }
}
