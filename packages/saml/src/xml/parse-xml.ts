import { DOMParser } from '@xmldom/xmldom';
import { elementsIn } from './elements.ts';
import { NotBelieved } from './not-believed.ts';

/** More elements than a response with hundreds of groups has. A search over the whole document costs more than its share for each. */
const MOST_ELEMENTS = 800;
/** More attributes than such a response has. */
const MOST_ATTRIBUTES = 2_000;

/** Deeper than any message of SAML; recursion over what is deeper would end in a fault. */
const DEEPEST = 64;

/**
 * The root of a message. Refused before anything is parsed: whatever begins with `<!` (a DOCTYPE with its entities; comments, which a
 * signature does not cover and which split a text in two) and processing instructions.
 *
 * @throws NotBelieved if it is refused, or not well-formed
 */
export function parseMessage(xml: string): Element {
  if (xml.includes('<!')) throw new NotBelieved('a DOCTYPE, comment or CDATA section is not accepted');
  if (xml.replace(/^\s*<\?xml\s[^?<>]*\?>/, '').includes('<?')) {
    throw new NotBelieved('a processing instruction is not accepted');
  }
  const root = parse(xml);
  boundSize(root);
  return root;
}

/**
 * The root of a document that the host trusts, such as an identity provider's metadata: comments are taken, a DOCTYPE is not.
 *
 * @throws NotBelieved if it is refused, or not well-formed
 */
export function parseDocument(xml: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new NotBelieved('a DOCTYPE is not accepted');
  return parse(xml);
}

function parse(xml: string): Element {
  const refuse = (): never => {
    throw new NotBelieved('it is no well-formed XML');
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const document = new DOMParser({ locator: {}, errorHandler }).parseFromString(xml, 'text/xml');
  const root: Element | null | undefined = document?.documentElement;
  if (root === null || root === undefined) return refuse();
  if (Array.from(document.childNodes).filter(({ nodeType }) => nodeType === 1).length !== 1) refuse();
  boundDepth(root);
  return root;
}

function boundDepth(root: Element): void {
  let level: readonly Element[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new NotBelieved('its elements are nested too deeply');
    level = level.flatMap(elementsIn);
  }
}

/** A stranger may post any message that is no larger than a request: what is searched later is bounded here. */
function boundSize(root: Element): void {
  const elements = root.getElementsByTagName('*');
  let attributes = 0;
  if (elements.length > MOST_ELEMENTS) throw new NotBelieved('it has too many elements');
  for (const element of Array.from(elements)) attributes += element.attributes.length;
  if (attributes > MOST_ATTRIBUTES) throw new NotBelieved('it has too many attributes');
}
