import { attributeOf, childrenOf, is, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { checkSignatureForm } from './signature-form.ts';

/** A response of which nothing is believed yet, but that it has the one form in which nothing can be read for something else. */
export interface Screened {
  readonly response: Element;
  readonly signed: boolean;
  /** Absent in a response that says no. */
  readonly assertion?: { readonly element: Element; readonly encrypted: boolean };
}

/**
 * Looks at the form of a response before its signature is judged, so that what is signed and what is read cannot be two things: one
 * assertion at most, in its one place; every id once; signatures where SAML has them.
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

/** The same for an assertion by itself: decrypted, or as it was signed. @throws NotBelieved */
export function screenAssertion(root: Element): void {
  if (!is(root, 'assertion', 'Assertion')) throw new NotBelieved('what is encrypted, or signed, is no Assertion');
  screen(root, [root]);
}

/** The names that may stand nowhere but at the top, in whatever namespace: libraries find them by these names alone. */
const TOP: readonly string[] = ['Response', 'Assertion', 'EncryptedAssertion'];

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
      if (ids.has(id)) throw new NotBelieved('an id is there twice');
      ids.add(id);
    }
  }
  for (const element of top) {
    if (childrenOf(element, 'signature', 'Signature').length > 1) throw new NotBelieved('an element is signed twice');
  }
}
