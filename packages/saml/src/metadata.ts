import { XMLSerializer } from '@xmldom/xmldom';
import type { Configuration } from './configuration.ts';
import { OAEP_DIGESTS, OAEP_MASKS, RSA_OAEP, RSA_OAEP_MGF1P, XMLENC11 } from './message/algorithms.ts';
import { serviceProvider } from './service-provider.ts';
import { attributeOf, is, NAMESPACES, withDescendants } from './xml/elements.ts';
import { parseDocument } from './xml/parse-xml.ts';

/** Node-saml does not name how the key may be encrypted. */
export async function metadataOf(configuration: Configuration, callback: string): Promise<string> {
  const { decryption, signing } = configuration;
  const sp = await serviceProvider(configuration, callback);
  const xml = sp.generateServiceProviderMetadata(decryption?.certificate ?? null, signing?.certificate ?? null);
  const root = parseDocument(xml);
  for (const key of withDescendants(root)) {
    if (!is(key, 'metadata', 'KeyDescriptor') || attributeOf(key, 'use') !== 'encryption') continue;
    for (const mask of OAEP_MASKS) for (const digest of OAEP_DIGESTS) offer(key, RSA_OAEP, digest, mask);
    for (const digest of OAEP_DIGESTS) offer(key, RSA_OAEP_MGF1P, digest);
  }
  return new XMLSerializer().serializeToString(root.ownerDocument);
}

function offer(key: Element, algorithm: string, digest: string, mask?: string): void {
  const method = key.ownerDocument.createElementNS(NAMESPACES.metadata, 'EncryptionMethod');
  method.setAttribute('Algorithm', algorithm);
  parameter(method, NAMESPACES.signature, 'ds:DigestMethod', digest);
  if (mask !== undefined) parameter(method, XMLENC11, 'xenc11:MGF', mask);
  key.appendChild(method);
}

function parameter(method: Element, namespace: string, name: string, algorithm: string): void {
  const element = method.ownerDocument.createElementNS(namespace, name);
  element.setAttribute('Algorithm', algorithm);
  method.appendChild(element);
}
