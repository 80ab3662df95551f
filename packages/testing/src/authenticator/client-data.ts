import type { Ceremony, Tamper } from './ceremony.ts';

/** The types of client data (WebAuthn L3 §5.8.1). */
export type ClientDataType = 'webauthn.create' | 'webauthn.get';

/**
 * The bytes of `clientDataJSON`, with the order of members of WebAuthn L3 §5.8.1.1.
 *
 * @param challenge - In base64url.
 */
export function encodeClientData(
  type: ClientDataType,
  challenge: string,
  ceremony: Ceremony,
  tamper: Tamper = {},
): Uint8Array {
  const { origin, topOrigin } = ceremony;
  const crossOrigin = ceremony.crossOrigin ?? (topOrigin !== undefined && topOrigin !== origin);
  const clientData = {
    type: tamper.type ?? type,
    challenge: tamper.challenge ?? challenge,
    origin: tamper.origin ?? origin,
    crossOrigin,
    ...(crossOrigin && topOrigin !== undefined ? { topOrigin } : {}),
  };
  return Buffer.from(JSON.stringify(clientData), 'utf8');
}
