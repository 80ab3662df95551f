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

/** The trimmed text of an element. @throws NotBelieved if the element has child elements */
export function textOf(element: Element): string {
  if (elementsIn(element).length > 0) throw new NotBelieved(`${element.localName} holds elements instead of a text`);
  return (element.textContent ?? '').trim();
}
