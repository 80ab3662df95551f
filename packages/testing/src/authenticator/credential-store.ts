import { AuthenticatorError } from './authenticator-error.ts';
import type { CoseAlgorithm } from './cose-algorithm.ts';
import type { CredentialKey } from './credential-key.ts';

/** A snapshot of a credential for tests, without its secrets. */
export interface AuthenticatorCredential {
  /** In base64url. */
  readonly id: string;
  /** The relying party id of the registration. */
  readonly rpId: string;
  /** `user.id` of the registration, in base64url. */
  readonly userHandle: string;
  /** `user.name` of the registration. */
  readonly userName: string;
  /** The COSE algorithm of the key (RFC 9053). */
  readonly algorithm: CoseAlgorithm;
  /** A request without `allowCredentials` finds the credential. */
  readonly discoverable: boolean;
  /** The last signature counter. */
  readonly counter: number;
  /** The BE flag (WebAuthn L3 §6.1.3). Fixed at the registration. */
  readonly backupEligible: boolean;
  /** The BS flag (WebAuthn L3 §6.1.3). */
  readonly backupState: boolean;
  /** The credential supports the `prf` extension. */
  readonly prf: boolean;
}

/** A public key credential source (WebAuthn L3 §4), with its changing state. */
export interface StoredCredential extends Omit<AuthenticatorCredential, 'algorithm' | 'prf'> {
  readonly key: CredentialKey;
  readonly prfSecret: Uint8Array | undefined;
  counter: number;
  backupState: boolean;
}

export class CredentialStore {
  readonly #credentials: Map<string, StoredCredential>;

  constructor(credentials: Iterable<StoredCredential> = []) {
    this.#credentials = new Map(Array.from(credentials, (credential) => [credential.id, { ...credential }]));
  }

  /** Adds a credential. A discoverable credential replaces the account's earlier discoverable credential (WebAuthn L3 §6.3.2). */
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

  /** `undefined` if the credential belongs to another Relying Party. */
  find(id: string, rpId: string): StoredCredential | undefined {
    const credential = this.#credentials.get(id);
    return credential?.rpId === rpId ? credential : undefined;
  }

  discover(rpId: string): StoredCredential[] {
    return [...this.#credentials.values()]
      .filter((credential) => credential.discoverable && credential.rpId === rpId)
      .reverse();
  }

  require(id: string): StoredCredential {
    const credential = this.#credentials.get(id);
    if (credential === undefined) {
      throw new AuthenticatorError('no-credential', `The authenticator holds no credential "${id}"`);
    }
    return credential;
  }

  remove(id: string): void {
    this.#credentials.delete(this.require(id).id);
  }

  /** Later changes of counters and states are separate. */
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
