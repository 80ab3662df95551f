import { attributeOf, is, requiredChild, withDescendants } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { CONTENT_ENCRYPTION, KEY_ENCRYPTION } from './algorithms.ts';

/**
 * Every failure has the same message, so that the answers are no padding oracle.
 *
 * @param key in PEM
 * @throws NotBelieved
 */
export async function decryptAssertion(encrypted: Element, key: string): Promise<string> {
  checkMethods(encrypted);
  const { decrypt } = await import('xml-encryption');
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new NotBelieved('the assertion cannot be decrypted'));
    decrypt(encrypted.toString(), { key, disallowDecryptionWithInsecureAlgorithm: true }, (error, xml) =>
      error === null && typeof xml === 'string' ? resolve(xml) : failed(),
    );
  });
}

function checkMethods(encrypted: Element): void {
  const content = requiredChild(encrypted, 'encryption', 'EncryptedData');
  const all = withDescendants(encrypted);
  const keys = all.filter((element) => is(element, 'encryption', 'EncryptedKey'));
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw new NotBelieved('an encrypted assertion has to have one key');
  oneOf(requiredChild(content, 'encryption', 'EncryptionMethod'), CONTENT_ENCRYPTION);
  oneOf(requiredChild(key, 'encryption', 'EncryptionMethod'), KEY_ENCRYPTION);
  if (all.filter(({ localName }) => localName === 'EncryptionMethod').length !== 2) {
    throw new NotBelieved('an assertion is encrypted in more than one way');
  }
  checkRetrieval(all, key);
}

/** The library looks references to a key up unchecked, and one look-up kept a process busy without end. */
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
