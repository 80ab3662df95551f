import { SamlConfigError } from '../config-error.ts';
import type { IdentityProviderFacts } from '../options.ts';
import { attributeOf, childrenOf, is, NAMESPACES, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { parseDocument } from '../xml/parse-xml.ts';

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const LARGEST = 4 * 1024 * 1024;

export interface ReadMetadata extends IdentityProviderFacts {
  readonly wantsSignedRequests: boolean;
}

/** Metadata §2.4.3. */
export function readMetadata(xml: string): ReadMetadata {
  const root = parsed(xml);
  const providers = withDescendants(root).filter(
    (element) =>
      is(element, 'metadata', 'IDPSSODescriptor') &&
      (attributeOf(element, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(NAMESPACES.protocol),
  );
  const [provider, ...more] = providers;
  if (provider === undefined || more.length > 0) {
    throw bad(`has ${providers.length} identity providers of SAML 2.0.`, 'Give the EntityDescriptor of one alone.');
  }
  const entity = parentOf(provider);
  const issuer = entity && attributeOf(entity, 'entityID');
  const entryPoint = childrenOf(provider, 'metadata', 'SingleSignOnService')
    .filter((service) => attributeOf(service, 'Binding') === REDIRECT)
    .map((service) => attributeOf(service, 'Location'))[0];
  if (issuer === undefined) throw bad('has no entityID.', 'Give the metadata of an identity provider.');
  if (entryPoint === undefined) {
    throw bad('has no SingleSignOnService by HTTP-Redirect.', 'The provider has to offer that binding.');
  }
  return {
    issuer,
    entryPoint,
    certificates: certificatesIn(provider),
    wantsSignedRequests: ['true', '1'].includes(attributeOf(provider, 'WantAuthnRequestsSigned') ?? ''),
  };
}

/** Metadata §2.4.1.1. */
function certificatesIn(provider: Element): readonly string[] {
  return childrenOf(provider, 'metadata', 'KeyDescriptor')
    .filter((descriptor) => (attributeOf(descriptor, 'use') ?? 'signing') === 'signing')
    .flatMap((descriptor) => withDescendants(descriptor))
    .filter((element) => is(element, 'signature', 'X509Certificate'))
    .map((element) => element.textContent ?? '');
}

function parsed(xml: string): Element {
  if (xml.length > LARGEST) throw bad('is too large.', 'Give the metadata of one provider.');
  try {
    return parseDocument(xml);
  } catch (cause) {
    if (!(cause instanceof NotBelieved)) throw cause;
    throw bad(`cannot be read: ${cause.message}.`, 'Give the metadata as the provider publishes it.');
  }
}

function bad(message: string, wayOut: string): SamlConfigError {
  return new SamlConfigError('idpMetadata', message, wayOut);
}
