import { NotBelieved } from './not-believed.ts';

/** The namespaces of SAML 2.0, XML Signature and XML Encryption. */
export const NAMESPACES = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const;

export type Vocabulary = keyof typeof NAMESPACES;

export function is(element: Element, vocabulary: Vocabulary, name: string): boolean {
  return element.localName === name && element.namespaceURI === NAMESPACES[vocabulary];
}

/** The child elements. */
export function elementsIn(element: Element): readonly Element[] {
  return Array.from(element.childNodes).filter(isElement);
}

/** The parent element, or `undefined` for the root. */
export function parentOf(element: Element): Element | undefined {
  const { parentNode } = element;
  return parentNode !== null && isElement(parentNode) ? parentNode : undefined;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** The child elements with a name. */
export function childrenOf(element: Element, vocabulary: Vocabulary, name: string): readonly Element[] {
  return elementsIn(element).filter((child) => is(child, vocabulary, name));
}

/** The child element with a name, or `undefined`. @throws NotBelieved if there are several */
export function childOf(element: Element, vocabulary: Vocabulary, name: string): Element | undefined {
  const [first, ...more] = childrenOf(element, vocabulary, name);
  if (more.length > 0) throw new NotBelieved(`${element.localName} has several ${name}`);
  return first;
}

/** The child element with a name. @throws NotBelieved if the child is missing, or there are several */
export function requiredChild(element: Element, vocabulary: Vocabulary, name: string): Element {
  const child = childOf(element, vocabulary, name);
  if (child === undefined) throw new NotBelieved(`${element.localName} has no ${name}`);
  return child;
}

/** An element and all its descendants. */
export function withDescendants(root: Element): readonly Element[] {
  const found: Element[] = [root];
  for (const element of found) found.push(...elementsIn(element));
  return found;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}

/**
 * The text of an element, exactly as signed. SAML compares texts exactly, without trimming of white space (Core §1.3.1): a name with white
 * space at an end is the name of another person or of another role.
 *
 * @throws NotBelieved if the element has child elements
 */
export function textOf(element: Element): string {
  if (elementsIn(element).length > 0) throw new NotBelieved(`${element.localName} holds elements instead of a text`);
  return element.textContent ?? '';
}

/**
 * The URI in an element, without XML white space at its ends: of an Audience, an AuthnContextClassRef or an Issuer. XML Schema collapses the
 * white space of `anyURI` (Part 2 §4.3.6), and some providers write a URI on a line of its own. An Issuer has the type `string`, but the
 * signature already proves the provider, so the white space cannot name another provider. Other white space, such as a no-break space,
 * belongs to the text. Use this function only for a URI that is compared with configured text.
 *
 * @throws NotBelieved if the element has child elements
 */
export function uriOf(element: Element): string {
  // The pattern takes linear time. A pattern for the spaces at the end would take quadratic time.
  return /[^\t\n\r ](?:.*[^\t\n\r ])?/s.exec(textOf(element))?.[0] ?? '';
}
