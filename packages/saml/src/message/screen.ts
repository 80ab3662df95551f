import { attributeOf, childrenOf, is, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { checkSignatureForm } from './signature-form.ts';

/** Not verified yet. */
export interface Screened {
  readonly response: Element;
  readonly signed: boolean;
  readonly assertion?: { readonly element: Element; readonly encrypted: boolean };
}

/** Against signature wrapping: what is read has to be what is signed. */
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

export function screenAssertion(root: Element): void {
  if (!is(root, 'assertion', 'Assertion')) throw new NotBelieved('the encrypted or signed element is not an Assertion');
  screen(root, [root]);
}

/** Libraries look elements up by local name alone. */
const TOP: readonly string[] = ['Response', 'Assertion', 'EncryptedAssertion'];

const CANONICALIZATION: readonly string[] = ['CanonicalizationMethod', 'InclusiveNamespaces'];

function isSigning(element: Element): boolean {
  const parent = parentOf(element);
  return parent !== undefined && (parent.localName === 'Signature' || isSigning(parent));
}

/** Libraries look ids up unchecked. Those of some providers begin with a digit. */
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
