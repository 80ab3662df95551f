import { AuthenticatorError } from './authenticator-error.ts';

/** The AAGUID of an authenticator that does not name its model (WebAuthn L3 §6.5.1). */
export const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The 16 bytes of an AAGUID written as a lower-case UUID.
 *
 * @throws AuthenticatorError `authenticator-misused`.
 */
export function encodeAaguid(aaguid: string): Uint8Array {
  if (!UUID.test(aaguid)) {
    throw new AuthenticatorError('authenticator-misused', `An AAGUID is a lower-case UUID, not "${aaguid}"`);
  }
  return Buffer.from(aaguid.replaceAll('-', ''), 'hex');
}
