import { attributeOf, childrenOf, elementsIn, is, parentOf, requiredChild } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { DIGEST_METHODS, ENVELOPED, EXCLUSIVE_C14N, SIGNATURE_METHODS } from './algorithms.ts';

/**
 * Checks that a signature has the form that SAML requires (Core §5.4): enveloped in the signed element, a single reference to that element,
 * no transform but exclusive canonicalization, and SHA-2. node-saml verifies the signature itself.
 *
 * @throws NotBelieved
 */
export function checkSignatureForm(signature: Element): void {
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
