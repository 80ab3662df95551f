import type { CDPSession } from 'playwright-core';

/** The traits of an authenticator. The defaults are common traits. */
export interface AuthenticatorTraits {
  /** Default: `ctap2`. */
  readonly protocol?: 'ctap2' | 'u2f';
  readonly ctap2Version?: 'ctap2_0' | 'ctap2_1';
  /** Default: `internal`, in the device itself. A page has at most one internal authenticator. */
  readonly transport?: 'internal' | 'usb' | 'nfc' | 'ble';
  readonly hasResidentKey?: boolean;
  readonly hasUserVerification?: boolean;
  readonly isUserVerified?: boolean;
  readonly hasPrf?: boolean;
  readonly defaultBackupEligibility?: boolean;
  readonly defaultBackupState?: boolean;
}

/** An authenticator in the device, with user verification. */
export const INTERNAL: AuthenticatorTraits = { transport: 'internal' };

/** A security key with a PIN. */
export const USB: AuthenticatorTraits = { transport: 'usb' };

/**
 * A security key with user presence, without user verification and without resident keys. With resident keys, Chromium would request a
 * discoverable passkey, and fail without a PIN.
 */
export const USB_WITHOUT_PIN: AuthenticatorTraits = {
  transport: 'usb',
  hasResidentKey: false,
  hasUserVerification: false,
  isUserVerified: false,
};

/** A security key without PIN from before FIDO2. */
export const U2F: AuthenticatorTraits = { ...USB_WITHOUT_PIN, protocol: 'u2f' };

/** A virtual authenticator of Chromium, controlled over DevTools. Each authenticator serves one page. */
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

  /** Turns simulated touches on or off. A simulated touch also answers a waiting prompt of the autofill. */
  async touches(enabled: boolean): Promise<void> {
    if (this.#gone) return;
    await this.#devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled });
  }

  /** The ids of the authenticator's passkeys, in base64url as in WebAuthn's JSON. */
  async passkeys(): Promise<readonly string[]> {
    const ids = (await this.#credentials()).map(({ credentialId }) => Buffer.from(credentialId, 'base64'));
    return ids.map((id) => id.toString('base64url'));
  }

  /** Makes user verification (the fingerprint or the PIN) succeed or fail. */
  async recognises(isUserVerified: boolean): Promise<void> {
    await this.#devtools.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
  }

  /** From now on, the authenticator reports that it did not verify its user. */
  async verifiesNobody(): Promise<void> {
    await this.#devtools.send('WebAuthn.setResponseOverrideBits', { authenticatorId: this.#id, isBadUV: true });
  }

  /** Sets the backup flags of the authenticator's only passkey. */
  async saysOfItsPasskey(flags: { backupEligibility?: boolean; backupState?: boolean }): Promise<void> {
    const { credentialId } = await this.#only();
    await this.#devtools.send('WebAuthn.setCredentialProperties', {
      authenticatorId: this.#id,
      credentialId,
      ...flags,
    });
  }

  /** Removes the authenticator: unplugged, or lost with its device. */
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
