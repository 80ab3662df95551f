import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** An app that may request sign-ins. */
export interface ServiceProvider {
  readonly entityId: string;
  /** The only address to which responses are posted. */
  readonly acs: string;
  /** With a key, requests must be signed. */
  readonly key?: KeyObject;
}

const file = z.array(
  z.strictObject({
    entityId: z.string().min(1).max(1024),
    acs: z.url({ protocol: /^https?$/ }),
    certificate: z.optional(z.string()),
  }),
);

/**
 * Parses the service providers of a JSON file `[{ "entityId", "acs", "certificate"? }]`, by entity id.
 * @throws Error if the JSON is invalid, or contains an entity id twice
 */
export function serviceProviders(json: string): ReadonlyMap<string, ServiceProvider> {
  const providers = file
    .parse(JSON.parse(json))
    .map(({ entityId, acs, certificate }): [string, ServiceProvider] => [
      entityId,
      { entityId, acs, key: certificate === undefined ? undefined : keyOf(certificate) },
    ]);
  const byId = new Map(providers);
  if (byId.size !== providers.length) throw new Error('A service provider is there twice.');
  return byId;
}

/** The key of a certificate, in PEM or in the base64 of metadata. */
function keyOf(certificate: string): KeyObject {
  const given = certificate.includes('-----BEGIN') ? certificate : Buffer.from(certificate, 'base64');
  return createPublicKey(new X509Certificate(given).publicKey.export({ type: 'spki', format: 'pem' }));
}
