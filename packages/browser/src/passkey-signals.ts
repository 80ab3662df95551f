import { sendSignal } from '@simplewebauthn/browser';
import type { Account } from './account-contract.ts';
import { besideRegistrations } from './passkey-lock.ts';
import type { Transport } from './transport.ts';

// WebAuthn Level 3 §5.1.10. A manager deletes or hides passkeys by these signals, so each signal says only what the server has just said, for the
// relying party id that the server names.

/** Call only if the server says that no account has this passkey: another tenant may have the passkey. */
export function signalUnknown(rpID: string | undefined, credentialID: string): Promise<void> {
  if (rpID === undefined) return Promise.resolve();
  return quietly(() => sendSignal({ signalName: 'unknownCredential', rpID, credentialID }));
}

export function signalOwn(send: Transport): Promise<void> {
  return besideRegistrations(async (isAlone) => {
    if (!isAlone()) return;
    const account = await send<Account>({ method: 'GET', path: '/account' }).catch(() => undefined);
    if (isAlone()) await signalAccount(account);
  });
}

export function removeAndSignal(remove: () => Promise<Account>): Promise<void> {
  return besideRegistrations(async (isAlone) => {
    const left = await remove();
    if (isAlone()) await signalAccount(left);
  });
}

/** The manager deletes or hides every other passkey of the user handle, which is of this account alone. */
async function signalAccount(account: Partial<Account> = {}): Promise<void> {
  const { passkeyUser, factors } = account;
  if (passkeyUser === undefined || factors === undefined) return;
  const { rpId: rpID, userHandle: userID } = passkeyUser;
  const allAcceptedCredentialIDs = factors.passkeys.map(({ id }) => id);
  await quietly(() => sendSignal({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs }));
  await signalName(account);
}

export async function signalName({ passkeyUser }: Partial<Account>): Promise<void> {
  if (passkeyUser === undefined) return;
  const { rpId: rpID, userHandle: userID, name } = passkeyUser;
  const details = { userID, userName: name, userDisplayName: name };
  await quietly(() => sendSignal({ signalName: 'currentUserDetails', rpID, ...details }));
}

async function quietly(signal: () => Promise<unknown>): Promise<void> {
  try {
    await signal();
  } catch {}
}
