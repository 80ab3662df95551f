import { DOMParser } from '@xmldom/xmldom';
import { type DemandedContext, demandedBy } from './context-class.ts';
import { checkSignature, readRedirect } from './redirect-binding.ts';
import { Refused } from './refused.ts';
import type { ServiceProvider } from './service-providers.ts';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
export const FORMATS = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
} as const;
export type NameIdFormat = (typeof FORMATS)[keyof typeof FORMATS];

const FRESH = 5 * 60_000;
const SKEW = 60_000;

/** A valid request, with its service provider. */
export interface AuthnRequest {
  readonly id: string;
  readonly from: ServiceProvider;
  readonly relayState?: string;
  /** `ForceAuthn`: the person must prove their identity again. */
  readonly force: boolean;
  /** `IsPassive`: the person must not be asked. */
  readonly passive: boolean;
  readonly context: DemandedContext;
  /** `impossible`: a format that this provider does not give. */
  readonly nameId: NameIdFormat | 'impossible';
}

/** Reads and checks the request in a query (SAML Core §3.4.1, Profiles §4.1.4.1). @throws Refused */
export function readAuthnRequest(
  search: string,
  asked: { readonly providers: ReadonlyMap<string, ServiceProvider>; readonly sso: string; readonly now: number },
): AuthnRequest {
  const message = readRedirect(search);
  const request = parsed(message.xml);
  const issuer = textOf(child(request, ASSERTION, 'Issuer'));
  const from = asked.providers.get(issuer);
  if (from === undefined) throw new Refused('The request is from nobody who is known here.', 403);
  checkSignature(message, from);
  const id = request.getAttribute('ID') ?? '';
  if (!/^[A-Za-z_][\w.-]{0,255}$/.test(id)) throw new Refused('The request has no ID.');
  checkAddresses(request, from, asked.sso);
  const issued = Date.parse(request.getAttribute('IssueInstant') ?? '');
  if (!(issued > asked.now - FRESH - SKEW && issued < asked.now + SKEW))
    throw new Refused('The request is not of now.');
  return {
    id,
    from,
    relayState: message.relayState,
    force: isTrue(request, 'ForceAuthn'),
    passive: isTrue(request, 'IsPassive'),
    context: contextOf(child(request, PROTOCOL, 'RequestedAuthnContext')),
    nameId: nameIdOf(child(request, PROTOCOL, 'NameIDPolicy')?.getAttribute('Format') ?? ''),
  };
}

/** Checks the addresses in a request. A response only goes to the registered address. */
function checkAddresses(request: Element, { acs, key }: ServiceProvider, sso: string): void {
  const destination = request.getAttribute('Destination') ?? '';
  if (destination === '' ? key !== undefined : destination !== sso) {
    throw new Refused('The request is for somebody else.');
  }
  const asked = request.getAttribute('AssertionConsumerServiceURL') ?? '';
  if (![acs, ''].includes(asked) || request.hasAttribute('AssertionConsumerServiceIndex')) {
    throw new Refused('The AssertionConsumerServiceURL is not registered.', 403);
  }
  if (![POST, ''].includes(request.getAttribute('ProtocolBinding') ?? '')) {
    throw new Refused('Responses go by HTTP-POST alone.');
  }
}

function contextOf(requested: Element | undefined): DemandedContext {
  if (requested === undefined) return 'any';
  const classes = elementsIn(requested).map((element) =>
    element.localName === 'AuthnContextClassRef' ? textOf(element) : '',
  );
  return demandedBy(classes, requested.getAttribute('Comparison') || 'exact');
}

function nameIdOf(format: string): AuthnRequest['nameId'] {
  if (format === '' || format.endsWith(':unspecified')) return FORMATS.persistent;
  return Object.values(FORMATS).find((known) => known === format) ?? 'impossible';
}

function parsed(xml: string): Element {
  const refuse = (): never => {
    throw new Refused('The request is not well-formed.');
  };
  if (xml.includes('<!')) refuse();
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const root: Element | null | undefined = new DOMParser({ errorHandler }).parseFromString(
    xml,
    'text/xml',
  )?.documentElement;
  if (root?.localName !== 'AuthnRequest' || root.namespaceURI !== PROTOCOL || root.getAttribute('Version') !== '2.0') {
    throw new Refused('It is no AuthnRequest of SAML 2.0.');
  }
  return root;
}

function elementsIn(element: Element): readonly Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
}

/** The child element with a name, or `undefined`. @throws Refused if there are several */
function child(element: Element, namespace: string, name: string): Element | undefined {
  const [first, ...more] = elementsIn(element).filter(
    ({ localName, namespaceURI }) => localName === name && namespaceURI === namespace,
  );
  if (more.length > 0) throw new Refused(`The request has several ${name}.`);
  return first;
}

function textOf(element: Element | undefined): string {
  return (element?.textContent ?? '').trim();
}

function isTrue(element: Element, name: string): boolean {
  return ['true', '1'].includes(element.getAttribute(name) ?? '');
}
