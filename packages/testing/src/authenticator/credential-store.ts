import { AuthenticatorError } from './authenticator-error.ts';
import type { CoseAlgorithm } from './cose-algorithm.ts';
import type { CredentialKey } from './credential-key.ts';

/** A credential as tests may look at it: a snapshot, without its secrets. */
export interface AuthenticatorCredential {
  /** In base64url. */
  readonly id: string;
  readonly rpId: string;
  /** `user.id` of the registration, in base64url. */
  readonly userHandle: string;
  readonly userName: string;
  readonly algorithm: CoseAlgorithm;
  /** Whether it is found without `allowCredentials`. */
  readonly discoverable: boolean;
  /** The signature counter last shown. */
  readonly counter: number;
  readonly backupEligible: boolean;
  readonly backupState: boolean;
  /** Whether it evaluates the `prf` extension. */
  readonly prf: boolean;
}

/** A public key credential source (WebAuthn L3 §4) with the state that changes as it is used. */
export interface StoredCredential extends Omit<AuthenticatorCredential, 'algorithm' | 'prf'> {
  readonly key: CredentialKey;
  readonly prfSecret: Uint8Array | undefined;
  counter: number;
  backupState: boolean;
}

/** The credentials of one authenticator, oldest first. */
export class CredentialStore {
  readonly #credentials: Map<string, StoredCredential>;

  constructor(credentials: Iterable<StoredCredential> = []) {
    this.#credentials = new Map(Array.from(credentials, (credential) => [credential.id, { ...credential }]));
  }

  /** Adds; a discoverable one takes the place of the account's earlier one (WebAuthn L3 §6.3.2). */
  add(credential: StoredCredential): void {
    if (credential.discoverable) {
      for (const { id, rpId, userHandle, discoverable } of this.#credentials.values()) {
        if (discoverable && rpId === credential.rpId && userHandle === credential.userHandle) {
          this.#credentials.delete(id);
        }
      }
    }
    this.#credentials.set(credential.id, credential);
  }

  /** The credential with this id, if it belongs to the Relying Party. */
  find(id: string, rpId: string): StoredCredential | undefined {
    const credential = this.#credentials.get(id);
    return credential?.rpId === rpId ? credential : undefined;
  }

  /** The Relying Party's discoverable credentials, newest first. */
  discover(rpId: string): StoredCredential[] {
    return [...this.#credentials.values()]
      .filter((credential) => credential.discoverable && credential.rpId === rpId)
      .reverse();
  }

  /** @throws AuthenticatorError `no-credential`. */
  require(id: string): StoredCredential {
    const credential = this.#credentials.get(id);
    if (credential === undefined) {
      throw new AuthenticatorError('no-credential', `The authenticator holds no credential "${id}"`);
    }
    return credential;
  }

  /** @throws AuthenticatorError `no-credential`. */
  remove(id: string): void {
    this.#credentials.delete(this.require(id).id);
  }

  /** The same keys; counters and states go their own way from here. */
  clone(): CredentialStore {
    return new CredentialStore(this.#credentials.values());
  }

  snapshot(): AuthenticatorCredential[] {
    return Array.from(this.#credentials.values(), ({ key, prfSecret, ...credential }) => ({
      ...credential,
      algorithm: key.algorithm,
      prf: prfSecret !== undefined,
    }));
  }
}
