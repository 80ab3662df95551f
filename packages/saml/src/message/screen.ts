import { attributeOf, childrenOf, is, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { checkSignatureForm } from './signature-form.ts';

/** A response whose form was checked by `screenResponse`. Its signature and its content are not verified yet. */
export interface Screened {
  readonly response: Element;
  /** The Response element has a signature of its own. A signature of the assertion alone does not count. */
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

/** Local names that are accepted only in a signature, in every namespace. */
const CANONICALIZATION: readonly string[] = ['CanonicalizationMethod', 'InclusiveNamespaces'];

function isSigning(element: Element): boolean {
  const parent = parentOf(element);
  return parent !== undefined && (parent.localName === 'Signature' || isSigning(parent));
}

/**
 * The characters of an id. Some providers begin ids with a digit, which XML Schema forbids. The libraries use ids in look-ups, and check no character.
 */
const ID = /^[\p{L}\p{N}_.:-]+$/u;

function screen(root: Element, top: readonly Element[]): void {
  const ids = new Set<string>();
  for (const element of withDescendants(root)) {
    const name = element.localName;
    if (TOP.includes(name) && !top.includes(element)) throw new NotBelieved(`${name} stands where none belongs`);
    if (CANONICALIZATION.includes(name) && !isSigning(element))
      throw new NotBelieved(`${name} stands where none belongs`);
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
