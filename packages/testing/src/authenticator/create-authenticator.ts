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

/**
 * Options as a server sends them, or as SimpleWebAuthn types them: in JSON the inputs of the extension `prf` are base64url text (WebAuthn L3 §5.1.8),
 * and SimpleWebAuthn types them as bytes.
 */
export type WithTexts<Options extends { readonly extensions?: object }> = Omit<Options, 'extensions'> & {
  readonly extensions?:
    | Options['extensions']
    | (Omit<NonNullable<Options['extensions']>, 'prf'> & {
        readonly prf?: {
          readonly eval?: PrfTexts;
          readonly evalByCredential?: Readonly<Record<string, PrfTexts>>;
        };
      });
};

interface PrfTexts {
  readonly first: string;
  readonly second?: string;
}

/** A WebAuthn authenticator in software, including the client part of a browser. */
export interface SoftwareAuthenticator {
  /** The model, a UUID in lower case (WebAuthn L3 §6.5.2). */
  readonly aaguid: string;
  /** The current credentials, oldest first. The list is a snapshot. */
  readonly credentials: readonly AuthenticatorCredential[];
  /**
   * `navigator.credentials.create()` (WebAuthn L3 §5.1.3). The response contains an attestation only if the options have `attestation:
   * 'direct'`.
   *
   * @throws TypeError for an unknown forgery.
   * @throws AuthenticatorError if a browser would reject, with the same `name`.
   */
  create(
    options: WithTexts<PublicKeyCredentialCreationOptionsJSON>,
    ceremony: RegistrationCeremony,
  ): Promise<RegistrationResponseJSON>;
  /**
   * `navigator.credentials.get()` (WebAuthn L3 §5.1.4). Uses the credential that the ceremony names; or else the first known credential of
   * `allowCredentials`; or, without a list, the newest discoverable credential.
   *
   * @throws TypeError for an unknown forgery.
   * @throws AuthenticatorError if a browser would reject, with the same `name`.
   */
  get(
    options: WithTexts<PublicKeyCredentialRequestOptionsJSON>,
    ceremony: AssertionCeremony,
  ): Promise<AuthenticatorAssertion>;
  /**
   * Sets the last signature counter (WebAuthn L3 §6.1.1). The next assertion shows the next number, or this number if the authenticator
   * does not count.
   *
   * @throws AuthenticatorError `no-credential`, or `authenticator-misused` if the number is not a 32-bit counter.
   */
  setCounter(credentialId: string, counter: number): void;
  /**
   * Sets whether the credential is backed up (WebAuthn L3 §6.1.3).
   *
   * @throws AuthenticatorError `no-credential`, or `authenticator-misused` if the credential is not backup eligible.
   */
  setBackupState(credentialId: string, backedUp: boolean): void;
  /** Deletes a credential. @throws AuthenticatorError `no-credential`. */
  remove(credentialId: string): void;
  /** Makes a cloned device: a copy with the same keys. Later changes of counters and credentials are separate. */
  clone(): SoftwareAuthenticator;
}

const LARGEST_COUNTER = 0xffff_fffe;

/**
 * Makes an empty authenticator.
 *
 * @throws AuthenticatorError `authenticator-misused` for an impossible combination of options.
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
    create: (options, ceremony) =>
      makeCredential(device, store, options as PublicKeyCredentialCreationOptionsJSON, ceremony),
    get: (options, ceremony) => getAssertion(device, store, options as PublicKeyCredentialRequestOptionsJSON, ceremony),
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
