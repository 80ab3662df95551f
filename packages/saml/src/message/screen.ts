import { attributeOf, childrenOf, elementsIn, is, parentOf, requiredChild, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { DIGEST_METHODS, ENVELOPED, EXCLUSIVE_C14N, SIGNATURE_METHODS } from './algorithms.ts';

/** A response whose form was checked by `screenResponse`. Its signature and its content are not verified yet. */
export interface Screened {
  readonly response: Element;
  readonly signed: boolean;
  /** Absent if the response has no assertion, as in an error response. */
  readonly assertion?: { readonly element: Element; readonly encrypted: boolean };
}

/**
 * Checks the form of a response before its signature is verified, against signature wrapping: the signed element and the element that is
 * read must be the same. Accepted is a response with at most one assertion, directly below the root, with unique ids, and with signatures
 * only in the places SAML defines.
 *
 * @throws NotBelieved
 */
export function screenResponse(root: Element): Screened {
  if (!is(root, 'protocol', 'Response')) throw new NotBelieved('it is no Response of SAML 2.0');
  if (attributeOf(root, 'Version') !== '2.0') throw new NotBelieved('the response is not of version 2.0');
  const plain = childrenOf(root, 'assertion', 'Assertion');
  const encrypted = childrenOf(root, 'assertion', 'EncryptedAssertion');
  const [element, ...more] = [...plain, ...encrypted];
  if (more.length > 0) throw new NotBelieved('the response has several assertions');
  screen(root, element === undefined ? [root] : [root, element]);
  return {
    response: root,
    signed: childrenOf(root, 'signature', 'Signature').length > 0,
    assertion: element && { element, encrypted: encrypted.length > 0 },
  };
}

/** Checks the form of a decrypted or signed assertion, as `screenResponse` does for a response. @throws NotBelieved */
export function screenAssertion(root: Element): void {
  if (!is(root, 'assertion', 'Assertion')) throw new NotBelieved('the encrypted or signed element is not an Assertion');
  screen(root, [root]);
}

/** Local names that are accepted only at the top, in every namespace, because libraries look elements up by local name alone. */
const TOP: readonly string[] = ['Response', 'Assertion', 'EncryptedAssertion'];

/**
 * The characters of an id. Some providers begin ids with a digit, which XML Schema forbids. The libraries put ids into XPath expressions as they
 * are, so that a quotation mark would bring an expression of the sender's.
 */
const ID = /^[\p{L}\p{N}_.:-]+$/u;

function screen(root: Element, top: readonly Element[]): void {
  const ids = new Set<string>();
  for (const element of withDescendants(root)) {
    const name = element.localName;
    if (TOP.includes(name) && !top.includes(element)) throw new NotBelieved(`${name} stands where none belongs`);
    if (name === 'Signature') {
      const parent = parentOf(element);
      if (parent === undefined || !top.includes(parent) || !is(element, 'signature', name)) {
        throw new NotBelieved('a Signature stands where none belongs');
      }
      checkSignatureForm(element);
    }
    for (const spelling of ['ID', 'Id', 'id']) {
      const id = attributeOf(element, spelling);
      if (id === undefined) continue;
      if (!ID.test(id)) throw new NotBelieved('an id has characters that no id has');
      if (ids.has(id)) throw new NotBelieved('an id is there twice');
      ids.add(id);
    }
  }
  for (const element of top) {
    if (childrenOf(element, 'signature', 'Signature').length > 1) throw new NotBelieved('an element is signed twice');
  }
}

/** The longest list of namespace prefixes: canonicalization looks every prefix up at every element. A list of some prefixes is usual. */
const LONGEST_PREFIXES = 1_000;

/**
 * Checks that a signature has the form that SAML requires (Core §5.4): enveloped in the signed element, a single reference to that element,
 * no transform but exclusive canonicalization, and SHA-2. node-saml verifies the signature itself.
 *
 * @throws NotBelieved
 */
function checkSignatureForm(signature: Element): void {
  const signed = parentOf(signature);
  const id = signed && attributeOf(signed, 'ID');
  if (id === undefined || id === '') throw new NotBelieved('what is signed has no ID');
  if (childrenOf(signature, 'signature', 'Object').length > 0)
    throw new NotBelieved('a signature has content of its own');
  const info = requiredChild(signature, 'signature', 'SignedInfo');
  oneOf(requiredChild(info, 'signature', 'CanonicalizationMethod'), [EXCLUSIVE_C14N]);
  oneOf(requiredChild(info, 'signature', 'SignatureMethod'), SIGNATURE_METHODS);
  const reference = requiredChild(info, 'signature', 'Reference');
  if (attributeOf(reference, 'URI') !== `#${id}`)
    throw new NotBelieved('a signature is for another element than its own');
  oneOf(requiredChild(reference, 'signature', 'DigestMethod'), DIGEST_METHODS);
  const transforms = elementsIn(requiredChild(reference, 'signature', 'Transforms'));
  for (const transform of transforms) {
    if (!is(transform, 'signature', 'Transform')) throw new NotBelieved('a signature has an unknown transform');
    oneOf(transform, [ENVELOPED, EXCLUSIVE_C14N]);
  }
  for (const element of withDescendants(info)) {
    const prefixes = attributeOf(element, 'PrefixList') ?? '';
    if (prefixes.length > LONGEST_PREFIXES) throw new NotBelieved('a signature has too many prefixes');
  }
  const asked = transforms.map((transform) => attributeOf(transform, 'Algorithm'));
  if (asked[0] !== ENVELOPED || new Set(asked).size !== asked.length) {
    throw new NotBelieved('a signature transforms what it signs in another way than SAML does');
  }
}

function oneOf(method: Element, algorithms: readonly string[]): void {
  const algorithm = attributeOf(method, 'Algorithm') ?? 'none';
  if (!algorithms.includes(algorithm)) {
    throw new NotBelieved(`${method.localName} is ${algorithm.slice(0, 100)}, which is not accepted`);
  }
}
