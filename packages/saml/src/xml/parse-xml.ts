import { DOMParser } from '@xmldom/xmldom';
import { elementsIn, withDescendants } from './elements.ts';
import { NotBelieved } from './not-believed.ts';

/** A response with 5,000 groups has fewer. */
const MOST_ELEMENTS = 5_500;
const MOST_ATTRIBUTES = 7_000;

const TOO_MANY_ELEMENTS = 'the message has too many elements';

/** The libraries recurse. */
const DEEPEST = 64;

const LONGEST_NAMESPACE = 256;

const MOST_PREFIXES = 64;

/** XML 1.0 §2.2, and line ends of XML 1.1: two parsers could read two things. */
const NO_CHARACTER = /[^\t\n\r\u0020-\u0084\u0086-\u2027\u202A-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.:-]*$/u;

/** A signature does not cover comments, and they split a text in two. */
export function parseMessage(xml: string): Element {
  if (xml.includes('<!')) throw new NotBelieved('a DOCTYPE, comment or CDATA section is not accepted');
  if (xml.replace(/^\s*<\?xml\s[^?<>]*\?>/, '').includes('<?')) {
    throw new NotBelieved('a processing instruction is not accepted');
  }
  checkCharacters(xml);
  const trimmed = xml.trim();
  if (!trimmed.startsWith('<') || !trimmed.endsWith('>')) throw new NotBelieved('the XML is not well-formed');
  boundSize(xml);
  const root = parse(xml);
  const elements = withDescendants(root);
  // Written as references.
  checkCharacters(root.textContent ?? '');
  for (const { attributes } of elements) for (const { value } of Array.from(attributes)) checkCharacters(value);
  if (elements.length > MOST_ELEMENTS) throw new NotBelieved(TOO_MANY_ELEMENTS);
  const prefixes = new Set(elements.flatMap((element) => checkedNamespaces(element).map(({ nodeName }) => nodeName)));
  if (prefixes.size > MOST_PREFIXES) throw new NotBelieved('the message has too many namespaces');
  return root;
}

/** Metadata, which the host trusts. */
export function parseDocument(xml: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new NotBelieved('a DOCTYPE is not accepted');
  return parse(xml);
}

function checkCharacters(text: string): void {
  if (NO_CHARACTER.test(text)) throw new NotBelieved('the XML is not well-formed');
}

function parse(xml: string): Element {
  const refuse = (): never => {
    throw new NotBelieved('the XML is not well-formed');
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const document = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml');
  const root: Element | null | undefined = document?.documentElement;
  if (root === null || root === undefined) return refuse();
  if (Array.from(document.childNodes).filter(({ nodeType }) => nodeType === 1).length !== 1) refuse();
  boundDepth(root);
  return root;
}

function boundDepth(root: Element): void {
  let level: readonly Element[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new NotBelieved('the elements are nested too deeply');
    level = level.flatMap(elementsIn);
  }
}

/** Before it is parsed: `<` begins a tag, and an attribute has two quotation marks. */
function boundSize(xml: string): void {
  if (xml.split('<').length > 2 * MOST_ELEMENTS) throw new NotBelieved(TOO_MANY_ELEMENTS);
  if (xml.split(/["']/).length > 2 * MOST_ATTRIBUTES) throw new NotBelieved('the message has too many attributes');
}

/** The libraries parse several times, and have to read the same elements each time. */
export function checkedNamespaces(element: Element): readonly Attr[] {
  const attributes = Array.from(element.attributes);
  if (![element, ...attributes].every(({ nodeName }) => NAME.test(nodeName)))
    throw new NotBelieved('the XML is not well-formed');
  const namespaces = attributes.filter(({ nodeName }) => nodeName === 'xmlns' || nodeName.startsWith('xmlns:'));
  const prefixed = attributes.filter(({ nodeName }) => nodeName.includes(':'));
  const isSound =
    namespaces.every(({ value }) => !/\s/.test(value)) &&
    [...namespaces, ...prefixed].every(({ value }) => value.length <= LONGEST_NAMESPACE && !/["'<>&]/.test(value));
  if (!isSound) throw new NotBelieved('the message has a namespace that no message has');
  return namespaces;
}
