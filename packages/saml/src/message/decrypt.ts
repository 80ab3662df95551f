import { attributeOf, elementsIn, is, requiredChild, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import {
  CONTENT_ENCRYPTION,
  KEY_ENCRYPTION,
  OAEP_DIGESTS,
  OAEP_MASKS,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
  XMLENC11,
} from './algorithms.ts';

/** One message for every failure: no padding oracle. */
export async function decryptAssertion(given: Element, key: string): Promise<string> {
  const encrypted = namedByTheStandard(given);
  checkMethods(encrypted);
  const { decrypt } = await import('xml-encryption');
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new NotBelieved('the assertion cannot be decrypted'));
    // `checkMethods` says what is accepted.
    const options = { key, disallowDecryptionWithInsecureAlgorithm: false, warnInsecureAlgorithm: false };
    decrypt(encrypted.toString(), options, (error, xml) =>
      error === null && typeof xml === 'string' ? resolve(xml) : failed(),
    );
  });
}

/** SHA-2 of xml-encryption before 6, also for the mask. */
const MISNAMED = /^http:\/\/www\.w3\.org\/2000\/09\/xmldsig#(sha256|sha512)$/;

function namedByTheStandard(encrypted: Element): Element {
  const copy = encrypted.cloneNode(true) as Element;
  for (const method of withDescendants(copy)) {
    if (attributeOf(method, 'Algorithm') !== RSA_OAEP_MGF1P) continue;
    const digest = parameterOf(method, 'DigestMethod');
    const hash = MISNAMED.exec((digest && attributeOf(digest, 'Algorithm')) ?? '')?.[1];
    if (digest === undefined || hash === undefined) continue;
    method.setAttribute('Algorithm', RSA_OAEP);
    digest.setAttribute('Algorithm', `http://www.w3.org/2001/04/xmlenc#${hash}`);
    const mask = method.ownerDocument.createElementNS(XMLENC11, 'MGF');
    mask.setAttribute('Algorithm', `${XMLENC11}mgf1${hash}`);
    method.appendChild(mask);
  }
  return copy;
}

function checkMethods(encrypted: Element): void {
  const content = requiredChild(encrypted, 'encryption', 'EncryptedData');
  const all = withDescendants(encrypted);
  const keys = all.filter((element) => is(element, 'encryption', 'EncryptedKey'));
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw new NotBelieved('an encrypted assertion has to have one key');
  oneOf(requiredChild(content, 'encryption', 'EncryptionMethod'), CONTENT_ENCRYPTION);
  checkKeyMethod(requiredChild(key, 'encryption', 'EncryptionMethod'));
  if (all.filter(({ localName }) => localName === 'EncryptionMethod').length !== 2) {
    throw new NotBelieved('an assertion is encrypted in more than one way');
  }
  checkRetrieval(all, key);
}

/** To the library, an unknown digest is SHA-1. */
function checkKeyMethod(method: Element): void {
  oneOf(method, KEY_ENCRYPTION);
  const digest = parameterOf(method, 'DigestMethod');
  if (digest !== undefined) oneOf(digest, OAEP_DIGESTS);
  const mask = parameterOf(method, 'MGF');
  if (mask === undefined) return;
  if (attributeOf(method, 'Algorithm') !== RSA_OAEP)
    throw new NotBelieved('an assertion names a mask generation function, which rsa-oaep-mgf1p has already');
  oneOf(mask, OAEP_MASKS);
}

function parameterOf(method: Element, name: string): Element | undefined {
  const [parameter, ...more] = elementsIn(method).filter(({ localName }) => localName === name);
  if (more.length > 0) throw new NotBelieved('an assertion is encrypted in more than one way');
  return parameter;
}

/** The library looks references up unchecked: one kept a process busy without end. */
function checkRetrieval(all: readonly Element[], key: Element): void {
  const id = attributeOf(key, 'Id');
  for (const element of all) {
    if (element.localName !== 'RetrievalMethod') continue;
    if (id === undefined || attributeOf(element, 'URI') !== `#${id}`)
      throw new NotBelieved('an encrypted assertion refers to another key than its own');
  }
}

function oneOf(method: Element, algorithms: readonly string[]): void {
  const algorithm = attributeOf(method, 'Algorithm') ?? 'none';
  if (!algorithms.includes(algorithm)) {
    throw new NotBelieved(`the assertion is encrypted by ${algorithm.slice(0, 100)}, which is not accepted`);
  }
}
