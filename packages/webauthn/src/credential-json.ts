/** The response of a registration (WebAuthn L3 §5.1, RegistrationResponseJSON). */
export interface RegistrationResponseJSON extends CredentialJSON {
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly authenticatorData?: string;
    readonly transports?: string[];
    readonly publicKeyAlgorithm?: number;
    readonly publicKey?: string;
  };
}

/** The response of an assertion (WebAuthn L3 §5.1, AuthenticationResponseJSON). */
export interface AuthenticationResponseJSON extends CredentialJSON {
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
}

interface CredentialJSON {
  /** All bytes are base64url text. */
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly authenticatorAttachment?: AuthenticatorAttachment;
  readonly clientExtensionResults: { readonly credProps?: { readonly rk?: boolean } };
}

/** The options of a registration (WebAuthn L3 §5.1.8), without `extensions`. */
export interface CreationOptionsJSON {
  rp: { id?: string; name: string };
  user: { id: string; name: string; displayName: string };
  challenge: string;
  pubKeyCredParams: { type: 'public-key'; alg: number }[];
  timeout?: number;
  excludeCredentials?: CredentialDescriptorJSON[];
  authenticatorSelection?: {
    authenticatorAttachment?: AuthenticatorAttachment;
    requireResidentKey?: boolean;
    residentKey?: Requirement;
    userVerification?: Requirement;
  };
  hints?: CredentialHint[];
  attestation?: 'none' | 'indirect' | 'direct' | 'enterprise';
}

/** The options of an assertion (WebAuthn L3 §5.1.9), without `extensions`. */
export interface RequestOptionsJSON {
  challenge: string;
  timeout?: number;
  rpId?: string;
  allowCredentials?: CredentialDescriptorJSON[];
  userVerification?: Requirement;
  hints?: CredentialHint[];
}

export interface CredentialDescriptorJSON {
  id: string;
  type: 'public-key';
  transports?: CredentialTransport[];
}

/** WebAuthn L3 §5.8.4. `cable` is an earlier name of `hybrid`. */
export type CredentialTransport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';

type AuthenticatorAttachment = 'platform' | 'cross-platform';
type Requirement = 'discouraged' | 'preferred' | 'required';
type CredentialHint = 'hybrid' | 'security-key' | 'client-device';
