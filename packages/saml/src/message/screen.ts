import { attributeOf, childrenOf, is, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { checkSignatureForm } from './signature-form.ts';

/** Signature and content are not verified yet. */
export interface Screened {
  readonly response: Element;
  /** A signature of the assertion alone does not count. */
  readonly signed: boolean;
  /** Absent in an error response. */
  readonly assertion?: { readonly element: Element; readonly encrypted: boolean };
}

/**
 * Against signature wrapping: the signed element and the element that is read must be the same. At most one assertion, directly below the root,
 * unique ids, and signatures only where SAML defines them. @throws NotBelieved
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

/** After decryption or of a signed one. @throws NotBelieved */
export function screenAssertion(root: Element): void {
  if (!is(root, 'assertion', 'Assertion')) throw new NotBelieved('the encrypted or signed element is not an Assertion');
  screen(root, [root]);
}

/** Only at the top, in every namespace: libraries look elements up by local name alone. */
const TOP: readonly string[] = ['Response', 'Assertion', 'EncryptedAssertion'];

/** Only in a signature, in every namespace. */
const CANONICALIZATION: readonly string[] = ['CanonicalizationMethod', 'InclusiveNamespaces'];

function isSigning(element: Element): boolean {
  const parent = parentOf(element);
  return parent !== undefined && (parent.localName === 'Signature' || isSigning(parent));
}

/** Some providers begin ids with a digit, which XML Schema forbids. The libraries use ids unchecked in look-ups. */
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
