import type { CreationOptionsJSON, RequestOptionsJSON } from '@sallyport/webauthn';

/** WebAuthn options as sent: JSON, with the PRF input in base64url (WebAuthn L3 §5.1.8, §5.1.9). */
export type CreationOptions = WithPrf<CreationOptionsJSON>;

/** WebAuthn options of an assertion, for `navigator.credentials.get()` (WebAuthn L3 §5.5, §5.1.9). */
export type RequestOptions = WithPrf<RequestOptionsJSON>;

/**
 * How the browser shows a ceremony (Credential Management, `CredentialMediationRequirement`). `conditional`: a passkey in the autofill, or a passkey that the
 * browser creates by itself (WebAuthn L3 §5.1.3, §5.1.4).
 */
export type Mediation = 'conditional';

type WithPrf<Options> = Options & {
  readonly extensions: { readonly credProps?: boolean; readonly prf: { readonly eval: { readonly first: string } } };
};
