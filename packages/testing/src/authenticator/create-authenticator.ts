import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';
import { type AuthenticatorOptions, type Device, resolveDevice } from './authenticator-options.ts';
import type { AssertionCeremony, RegistrationCeremony } from './ceremony.ts';
import { type AuthenticatorCredential, CredentialStore } from './credential-store.ts';
import { type AuthenticatorAssertion, getAssertion } from './get-assertion.ts';
import { makeCredential } from './make-credential.ts';

/** A WebAuthn authenticator in software, with the client that a browser would be in front of it. */
export interface SoftwareAuthenticator {
  readonly aaguid: string;
  /** What it holds now, oldest first: snapshots that do not change later. */
  readonly credentials: readonly AuthenticatorCredential[];
  /**
   * `navigator.credentials.create()` (WebAuthn L3 §5.1.3). Attestation comes only where the options ask for it with
   * `attestation: 'direct'`.
   *
   * @throws AuthenticatorError if a browser would reject; with the same `name`.
   */
  create(
    options: PublicKeyCredentialCreationOptionsJSON,
    ceremony: RegistrationCeremony,
  ): Promise<RegistrationResponseJSON>;
  /**
   * `navigator.credentials.get()` (WebAuthn L3 §5.1.4). It takes the credential named in the ceremony; or the first of
   * `allowCredentials` that it holds; or, with no such list, its newest discoverable one.
   *
   * @throws AuthenticatorError if a browser would reject; with the same `name`.
   */
  get(options: PublicKeyCredentialRequestOptionsJSON, ceremony: AssertionCeremony): Promise<AuthenticatorAssertion>;
  /**
   * Sets the signature counter last shown (WebAuthn L3 §6.1.1): the next assertion shows one more, or this very number
   * where the authenticator does not count.
   *
   * @throws AuthenticatorError `no-credential`, or `authenticator-misused` for what is no 32-bit counter.
   */
  setCounter(credentialId: string, counter: number): void;
  /**
   * Says whether the credential is backed up now (WebAuthn L3 §6.1.3).
   *
   * @throws AuthenticatorError `no-credential`, or `authenticator-misused` if it is not backup eligible.
   */
  setBackupState(credentialId: string, backedUp: boolean): void;
  /** Forgets a credential. @throws AuthenticatorError `no-credential`. */
  remove(credentialId: string): void;
  /** A copy with the same keys, whose counters and credentials go their own way: a cloned device. */
  clone(): SoftwareAuthenticator;
}

const LARGEST_COUNTER = 0xffff_fffe;

/**
 * Makes an empty authenticator.
 *
 * @throws AuthenticatorError `authenticator-misused` for a kind that cannot be.
 */
export function createAuthenticator(options: AuthenticatorOptions = {}): SoftwareAuthenticator {
  return operate(resolveDevice(options), new CredentialStore());
}

function operate(device: Device, store: CredentialStore): SoftwareAuthenticator {
  return {
    aaguid: device.aaguid,
    get credentials() {
      return store.snapshot();
    },
    create: (options, ceremony) => makeCredential(device, store, options, ceremony),
    get: (options, ceremony) => getAssertion(device, store, options, ceremony),
    setCounter(credentialId, counter) {
      if (!Number.isInteger(counter) || counter < 0 || counter > LARGEST_COUNTER) {
        throw new AuthenticatorError('authenticator-misused', `No signature counter of 32 bits: ${counter}`);
      }
      store.require(credentialId).counter = counter;
    },
    setBackupState(credentialId, backedUp) {
      const credential = store.require(credentialId);
      if (backedUp && !credential.backupEligible) {
        throw new AuthenticatorError('authenticator-misused', 'Only a backup eligible credential can be backed up');
      }
      credential.backupState = backedUp;
    },
    remove: (credentialId) => store.remove(credentialId),
    clone: () => operate(device, store.clone()),
  };
}
