import { createHash } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { TenantId } from '../store/records.ts';

/**
 * The PRF input of every ceremony (WebAuthn L3 §10.1.4): one value for the whole tenant, no secret, the same for ever. What the
 * authenticator makes of it never leaves the client.
 */
export function prfExtension(tenant: TenantId): { prf: { eval: { first: string } } } {
  return { prf: { eval: { first: createHash('sha256').update(`sallyport prf ${tenant}`).digest('base64url') } } };
}

/** Options as they travel: JSON, the PRF input in base64url (WebAuthn L3 §5.1.8, §5.1.9). */
export type CreationOptions = WithPrf<PublicKeyCredentialCreationOptionsJSON>;
export type RequestOptions = WithPrf<PublicKeyCredentialRequestOptionsJSON>;

type WithPrf<Options> = Omit<Options, 'extensions'> & {
  readonly extensions: { readonly credProps?: boolean; readonly prf: { readonly eval: { readonly first: string } } };
};
