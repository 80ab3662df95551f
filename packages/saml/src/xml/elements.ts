import { NotBelieved } from './not-believed.ts';

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

export function elementsIn(element: Element): readonly Element[] {
  return Array.from(element.childNodes).filter(isElement);
}

export function parentOf(element: Element): Element | undefined {
  const { parentNode } = element;
  return parentNode !== null && isElement(parentNode) ? parentNode : undefined;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function childrenOf(element: Element, vocabulary: Vocabulary, name: string): readonly Element[] {
  return elementsIn(element).filter((child) => is(child, vocabulary, name));
}

export function childOf(element: Element, vocabulary: Vocabulary, name: string): Element | undefined {
  const [first, ...more] = childrenOf(element, vocabulary, name);
  if (more.length > 0) throw new NotBelieved(`${element.localName} has several ${name}`);
  return first;
}

export function requiredChild(element: Element, vocabulary: Vocabulary, name: string): Element {
  const child = childOf(element, vocabulary, name);
  if (child === undefined) throw new NotBelieved(`${element.localName} has no ${name}`);
  return child;
}

export function withDescendants(root: Element): readonly Element[] {
  const found: Element[] = [root];
  for (const element of found) found.push(...elementsIn(element));
  return found;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}

/** As signed, untrimmed (Core §1.3.1). */
export function textOf(element: Element): string {
  if (elementsIn(element).length > 0) throw new NotBelieved(`${element.localName} holds elements instead of a text`);
  return element.textContent ?? '';
}

/** `anyURI` without its white space (XML Schema Part 2 §4.3.6): some providers give it a line of its own. */
export function uriOf(element: Element): string {
  // In linear time.
  return /[^\t\n\r ](?:.*[^\t\n\r ])?/s.exec(textOf(element))?.[0] ?? '';
}
