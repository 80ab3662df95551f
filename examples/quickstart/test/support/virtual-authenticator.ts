import type { CDPSession } from 'playwright-core';

/** What an authenticator can do; what is not said is as in most of them. */
export interface AuthenticatorTraits {
  /** Default `ctap2`. */
  readonly protocol?: 'ctap2' | 'u2f';
  readonly ctap2Version?: 'ctap2_0' | 'ctap2_1';
  /** Default `internal`: in the device itself. There is one of those at most. */
  readonly transport?: 'internal' | 'usb' | 'nfc' | 'ble';
  readonly hasResidentKey?: boolean;
  readonly hasUserVerification?: boolean;
  readonly isUserVerified?: boolean;
  readonly hasPrf?: boolean;
  readonly defaultBackupEligibility?: boolean;
  readonly defaultBackupState?: boolean;
}

/** In the device itself, and it verifies its user. */
export const INTERNAL: AuthenticatorTraits = { transport: 'internal' };

/** A security key with a PIN. */
export const USB: AuthenticatorTraits = { transport: 'usb' };

/**
 * A security key that can tell that somebody is there, and not who. It keeps nothing: of one that could, Chromium would
 * want a discoverable passkey, and fail where there is no PIN to guard it.
 */
export const USB_WITHOUT_PIN: AuthenticatorTraits = {
  transport: 'usb',
  hasResidentKey: false,
  hasUserVerification: false,
  isUserVerified: false,
};

/** The same of before FIDO2. */
export const U2F: AuthenticatorTraits = { ...USB_WITHOUT_PIN, protocol: 'u2f' };

/** An authenticator of Chromium's, driven from outside the page. It serves the one page that it was made for. */
export class VirtualAuthenticator {
  readonly transport: NonNullable<AuthenticatorTraits['transport']>;
  readonly #devtools: CDPSession;
  readonly #id: string;
  #gone = false;

  private constructor(devtools: CDPSession, id: string, transport: VirtualAuthenticator['transport']) {
    this.transport = transport;
    this.#devtools = devtools;
    this.#id = id;
  }

  static async create(devtools: CDPSession, traits: AuthenticatorTraits): Promise<VirtualAuthenticator> {
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        ...traits,
      },
    });
    return new VirtualAuthenticator(devtools, authenticatorId, traits.transport ?? 'internal');
  }

  /** Whether a touch is simulated at once; a prompt that waits in the autofill is then answered unasked. */
  async touches(enabled: boolean): Promise<void> {
    if (this.#gone) return;
    await this.#devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled });
  }

  /** The ids of the passkeys it holds, as WebAuthn spells them in JSON. */
  async passkeys(): Promise<readonly string[]> {
    const ids = (await this.#credentials()).map(({ credentialId }) => Buffer.from(credentialId, 'base64'));
    return ids.map((id) => id.toString('base64url'));
  }

  /** Whether its user gets the fingerprint or the PIN right. */
  async recognises(isUserVerified: boolean): Promise<void> {
    await this.#devtools.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
  }

  /** From now on it says that it did not verify its user. */
  async verifiesNobody(): Promise<void> {
    await this.#devtools.send('WebAuthn.setResponseOverrideBits', { authenticatorId: this.#id, isBadUV: true });
  }

  /** Says of its only passkey that it may be, or is, backed up. */
  async saysOfItsPasskey(flags: { backupEligibility?: boolean; backupState?: boolean }): Promise<void> {
    const { credentialId } = await this.#only();
    await this.#devtools.send('WebAuthn.setCredentialProperties', {
      authenticatorId: this.#id,
      credentialId,
      ...flags,
    });
  }

  /** As a copy made when the counter stood there would be: its only passkey goes and comes again. */
  async goesBackTo(signCount: number): Promise<void> {
    const credential = await this.#only();
    const { credentialId } = credential;
    await this.#devtools.send('WebAuthn.removeCredential', { authenticatorId: this.#id, credentialId });
    await this.#devtools.send('WebAuthn.addCredential', {
      authenticatorId: this.#id,
      credential: { ...credential, signCount },
    });
  }

  /** Pulled out, or lost with the device it is in. */
  async isGone(): Promise<void> {
    this.#gone = true;
    await this.#devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
  }

  async #credentials() {
    const { credentials } = await this.#devtools.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    return credentials;
  }

  async #only() {
    const [credential, ...others] = await this.#credentials();
    if (credential === undefined || others.length > 0) throw new Error('The authenticator does not hold one passkey');
    return credential;
  }
}
