import { createHash, verify } from 'node:crypto';
import { attributeOf, childOf, childrenOf, elementsIn, parentOf, requiredChild, textOf } from '../xml/elements.ts';
import { DIGEST_METHODS, EXCLUSIVE_C14N, SIGNATURE_METHODS } from './algorithms.ts';

export const NO_SIGNATURE = 'there is no signature by a key of the provider, or what is signed was changed';

/** Node-saml decides, but parses much before it knows whose key signed. */
export async function isSignedBy(certificates: readonly string[], signed: Element): Promise<boolean> {
  const signature = childOf(signed, 'signature', 'Signature');
  if (signature === undefined) return false;
  const { C14nCanonicalization, ExclusiveCanonicalization } = await import('xml-crypto');
  const canonical = (element: Element, isExclusive: boolean, prefixes: readonly string[]): Buffer => {
    const method = isExclusive ? new ExclusiveCanonicalization() : new C14nCanonicalization();
    const copy = element.cloneNode(true) as Element;
    for (const own of childrenOf(copy, 'signature', 'Signature')) copy.removeChild(own);
    const ancestorNamespaces = namespacesAround(element);
    return Buffer.from(method.process(copy, { inclusiveNamespacesPrefixList: [...prefixes], ancestorNamespaces }));
  };
  const info = part(signature, 'SignedInfo');
  const signedInfo = canonical(info, true, prefixesIn(part(info, 'CanonicalizationMethod')));
  const hash = hashOf(SIGNATURE_METHODS, part(info, 'SignatureMethod'));
  const value = bytesIn(part(signature, 'SignatureValue'));
  if (!certificates.some((certificate) => verify(hash, signedInfo, certificate, value))) return false;

  const reference = part(info, 'Reference');
  const last = elementsIn(part(reference, 'Transforms')).at(-1) ?? reference;
  // XML Signature §4.4.3.2.
  const content = canonical(signed, attributeOf(last, 'Algorithm') === EXCLUSIVE_C14N, prefixesIn(last));
  const digest = createHash(hashOf(DIGEST_METHODS, part(reference, 'DigestMethod')))
    .update(content)
    .digest();
  return digest.equals(bytesIn(part(reference, 'DigestValue')));
}

/** The XML that the signature covers, by xml-crypto, as node-saml has it. */
export async function signedText(
  certificates: readonly string[],
  xml: string,
  signed: Element,
): Promise<string | undefined> {
  const signature = childOf(signed, 'signature', 'Signature');
  if (signature === undefined || !(await isSignedBy(certificates, signed))) return undefined;
  const { SignedXml } = await import('xml-crypto');
  for (const publicCert of certificates) {
    const verifying = new SignedXml({ publicCert });
    verifying.loadSignature(signature);
    if (quietly(() => verifying.checkSignature(xml))) return verifying.getSignedReferences()[0];
  }
  return undefined;
}

function quietly(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function part(whole: Element, name: string): Element {
  return requiredChild(whole, 'signature', name);
}

function bytesIn(element: Element): Buffer {
  return Buffer.from(textOf(element), 'base64');
}

function hashOf(methods: Readonly<Record<string, string>>, method: Element): string {
  return methods[attributeOf(method, 'Algorithm') ?? ''] ?? 'none';
}

function prefixesIn(method: Element): readonly string[] {
  const [list] = elementsIn(method);
  const prefixes = list === undefined ? undefined : attributeOf(list, 'PrefixList');
  return (prefixes ?? '').split(' ').filter((prefix) => prefix !== '');
}

function namespacesAround(element: Element): { prefix: string; namespaceURI: string }[] {
  const found = new Map<string, string>();
  for (let around = parentOf(element); around !== undefined; around = parentOf(around)) {
    for (const { nodeName, value } of Array.from(around.attributes)) {
      if (nodeName !== 'xmlns' && !nodeName.startsWith('xmlns:')) continue;
      const prefix = nodeName.slice('xmlns:'.length);
      if (!found.has(prefix)) found.set(prefix, value);
    }
  }
  for (const { nodeName } of Array.from(element.attributes)) {
    if (nodeName === 'xmlns' || nodeName.startsWith('xmlns:')) found.delete(nodeName.slice('xmlns:'.length));
  }
  return [...found].filter(([, value]) => value !== '').map(([prefix, namespaceURI]) => ({ prefix, namespaceURI }));
}
