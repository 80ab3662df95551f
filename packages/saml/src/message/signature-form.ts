import { attributeOf, childrenOf, elementsIn, is, parentOf, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { DIGEST_METHODS, ENVELOPED, EXCLUSIVE_C14N, SIGNATURE_METHODS } from './algorithms.ts';

/** Core §5.4, with the elements of XML Signature §4 alone: the libraries have to see the same parts. */
export function checkSignatureForm(signature: Element): void {
  const signed = parentOf(signature);
  const id = signed && attributeOf(signed, 'ID');
  if (id === undefined || id === '') throw new NotBelieved('what is signed has no ID');
  if (childrenOf(signature, 'signature', 'Object').length > 0)
    throw new NotBelieved('a signature has content of its own');
  const [info, value] = partsOf(signature, ['SignedInfo', 'SignatureValue'], 'KeyInfo');
  const [canonicalization, method, reference] = partsOf(info, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ]);
  oneOf(canonicalization, [EXCLUSIVE_C14N]);
  checkPrefixes(canonicalization);
  oneOf(method, Object.keys(SIGNATURE_METHODS));
  if (attributeOf(reference, 'URI') !== `#${id}`)
    throw new NotBelieved('a signature is for another element than its own');
  const [transforms, digest, digestValue] = partsOf(reference, ['Transforms', 'DigestMethod', 'DigestValue']);
  oneOf(digest, Object.keys(DIGEST_METHODS));
  for (const leaf of [value, method, digest, digestValue]) partsOf(leaf, []);
  const asked = elementsIn(transforms).map((transform) => {
    if (!is(transform, 'signature', 'Transform')) throw new NotBelieved('a signature has an unknown transform');
    oneOf(transform, [ENVELOPED, EXCLUSIVE_C14N]);
    checkPrefixes(transform);
    return attributeOf(transform, 'Algorithm');
  });
  if (asked[0] !== ENVELOPED || new Set(asked).size !== asked.length) {
    throw new NotBelieved('a signature transforms what it signs in another way than SAML does');
  }
  for (const key of childrenOf(signature, 'signature', 'KeyInfo')) checkKey(key);
}

const OTHER_FORM = 'a signature has another form than XML Signature describes';

function partsOf<const Names extends readonly string[]>(
  element: Element,
  names: Names,
  last?: string,
): { readonly [Place in keyof Names]: Element } {
  const children = elementsIn(element);
  const wanted = children.length > names.length && last !== undefined ? [...names, last] : names;
  const isAsWanted = children.every((child, place) => is(child, 'signature', wanted[place] ?? ''));
  if (children.length !== wanted.length || !isAsWanted) throw new NotBelieved(OTHER_FORM);
  return children as unknown as { readonly [Place in keyof Names]: Element };
}

/** Characters. */
const LONGEST_PREFIXES = 1_000;

/** Exclusive XML Canonicalization §4. */
function checkPrefixes(method: Element): void {
  const [list, ...more] = elementsIn(method);
  if (list === undefined) return;
  const isList = list.namespaceURI === EXCLUSIVE_C14N && list.localName === 'InclusiveNamespaces';
  if (!isList || more.length > 0 || elementsIn(list).length > 0) throw new NotBelieved(OTHER_FORM);
  if ((attributeOf(list, 'PrefixList') ?? '').length > LONGEST_PREFIXES)
    throw new NotBelieved('a signature has too many prefixes');
}

const PARTS: readonly string[] = [
  ...['SignedInfo', 'SignatureValue', 'CanonicalizationMethod', 'SignatureMethod', 'Reference', 'Transforms'],
  ...['Transform', 'InclusiveNamespaces', 'DigestMethod', 'DigestValue'],
];

function checkKey(key: Element): void {
  if (withDescendants(key).some(({ localName }) => PARTS.includes(localName))) throw new NotBelieved(OTHER_FORM);
}

function oneOf(method: Element, algorithms: readonly string[]): void {
  const algorithm = attributeOf(method, 'Algorithm') ?? 'none';
  if (!algorithms.includes(algorithm)) {
    throw new NotBelieved(`${method.localName} is ${algorithm.slice(0, 100)}, which is not accepted`);
  }
}
