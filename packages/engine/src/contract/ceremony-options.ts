import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

/** WebAuthn options as sent: JSON, with the PRF input in base64url (WebAuthn L3 §5.1.8, §5.1.9). */
export type CreationOptions = WithPrf<PublicKeyCredentialCreationOptionsJSON>;

/** WebAuthn options of an assertion, for `navigator.credentials.get()` (WebAuthn L3 §5.5, §5.1.9). */
export type RequestOptions = WithPrf<PublicKeyCredentialRequestOptionsJSON>;

type WithPrf<Options> = Omit<Options, 'extensions'> & {
  readonly extensions: { readonly credProps?: boolean; readonly prf: { readonly eval: { readonly first: string } } };
};
