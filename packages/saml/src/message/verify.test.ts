import { beforeAll, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { keyPair } from '../identity-provider.test-support.ts';
import type { KeyPair } from '../options.ts';
import { childOf } from '../xml/elements.ts';
import { parseMessage } from '../xml/parse-xml.ts';
import { ENVELOPED, EXCLUSIVE_C14N } from './algorithms.ts';
import { isSignedBy, signedText } from './verify.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const XML = [
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:default" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:own="urn:outer" ID="_r">',
  `<saml:Assertion xmlns:saml="${ASSERTION}" xmlns:own="urn:own" ID="_a" a="1" own:a="o" b="&lt;&quot;&#9;&#10;&#13;">`,
  '<saml:Name> &amp;\t&gt;&#13;é😀 </saml:Name>\r\n<own:Value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">ben</own:Value><empty/>',
  '</saml:Assertion></samlp:Response>',
].join('');

interface Way {
  readonly element?: 'Response' | 'Assertion';
  readonly transforms?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly size?: 256 | 512;
}

let keys: KeyPair;
let stranger: KeyPair;
beforeAll(async () => {
  keys = await keyPair('provider');
  stranger = await keyPair('stranger');
});

/** Signs an element of `XML` by xml-crypto. The signature is the last child of the element. */
function signed({
  element = 'Assertion',
  transforms = [ENVELOPED, EXCLUSIVE_C14N],
  prefixes = [],
  size = 256,
}: Way): string {
  const signing = new SignedXml({
    privateKey: keys.key,
    signatureAlgorithm: `http://www.w3.org/2001/04/xmldsig-more#rsa-sha${size}`,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    inclusiveNamespacesPrefixList: [...prefixes],
  });
  signing.addReference({
    xpath: `//*[local-name(.)='${element}']`,
    transforms: [...transforms],
    digestAlgorithm: `http://www.w3.org/2001/04/xmlenc#sha${size}`,
    inclusiveNamespacesPrefixList: [...prefixes],
  });
  // A parser changes the line ends before the signature is verified.
  signing.computeSignature(XML.replaceAll('\r\n', '\n'), {
    prefix: 'ds',
    location: { reference: `//*[local-name(.)='${element}']`, action: 'append' },
  });
  return signing.getSignedXml();
}

async function holds(xml: string, { element = 'Assertion' }: Way, by: readonly KeyPair[] = [keys]): Promise<boolean> {
  const response = parseMessage(xml);
  const assertion = childOf(response, 'assertion', 'Assertion');
  const certificates = by.map(({ certificate }) => certificate);
  return isSignedBy(certificates, element === 'Response' || assertion === undefined ? response : assertion);
}

it.each(['Response', 'Assertion'] as const)(
  'P7 the signed text of a %s is what the signature covers',
  async (element) => {
    const xml = signed({ element });
    const response = parseMessage(xml);
    const covered = element === 'Response' ? response : childOf(response, 'assertion', 'Assertion');
    if (covered === undefined) throw new Error('no assertion');
    const text = await signedText([stranger.certificate, keys.certificate], xml, covered);
    expect(text).toMatch(new RegExp(`^<saml.?:${element} `));
    expect(text).toContain('<own:Value');
    expect(text).not.toContain('SignatureValue');
    expect(await signedText([stranger.certificate], xml, covered)).toBeUndefined();
    // xml-crypto reads the text, and our own check the element.
    expect(await signedText([keys.certificate], xml.replace('>ben<', '>ada<'), covered)).toBeUndefined();
    covered.setAttribute('a', '2');
    expect(await signedText([keys.certificate], xml, covered)).toBeUndefined();
  },
);

describe('P7 the signature of a message, before node-saml', () => {
  const WAYS: readonly (readonly [string, Way])[] = [
    ['an assertion', {}],
    ['a response', { element: 'Response' }],
    ['SHA-512', { size: 512 }],
    ['prefixes that the elements around declare', { prefixes: ['xs', 'samlp', 'none'] }],
    ['prefixes that the element declares', { prefixes: ['own', 'saml'] }],
    ['prefixes, in a response', { element: 'Response', prefixes: ['xs', 'own'] }],
    ['no canonicalization among the transforms', { transforms: [ENVELOPED] }],
    ['no canonicalization among the transforms, in a response', { element: 'Response', transforms: [ENVELOPED] }],
  ];

  it.each(WAYS)('holds for %s, by one certificate of several, and by no other', async (_, way) => {
    const xml = signed(way);
    expect(await holds(xml, way)).toBe(true);
    expect(await holds(xml, way, [stranger, keys])).toBe(true);
    expect(await holds(xml, way, [stranger])).toBe(false);
    expect(await holds(xml, way, [])).toBe(false);
  });

  it.each([
    ['a text', (xml: string) => xml.replace('>ben<', '>bea<')],
    ['white space', (xml: string) => xml.replace('</saml:Name>\n', '</saml:Name>')],
    ['an attribute', (xml: string) => xml.replace(' a="1"', ' a="2"')],
    ['the namespace of an element', (xml: string) => xml.replace('"urn:own"', '"urn:other"')],
    ['an element more', (xml: string) => xml.replace('<empty/>', '<empty/><more/>')],
    ['an element less', (xml: string) => xml.replace('<empty/>', '')],
    ['the digest', (xml: string) => xml.replace(/<ds:DigestValue>./, '<ds:DigestValue>')],
    ['the signature', (xml: string) => xml.replace(/<ds:SignatureValue>./, '<ds:SignatureValue>')],
    ['the list of transforms', (xml: string) => xml.replace('<ds:Transforms>', '<ds:Transforms> ')],
    ['no signature', (xml: string) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, '')],
  ])('does not hold after a change: %s', async (_, change) => {
    const xml = signed({});
    expect(change(xml)).not.toBe(xml);
    expect(await holds(change(xml), {})).toBe(false);
  });

  it('reads the elements, and changes none', async () => {
    const root = parseMessage(signed({ element: 'Response', prefixes: ['xs', 'own'] }));
    const before = root.toString();
    expect(await isSignedBy([keys.certificate], root)).toBe(true);
    expect(root.toString()).toBe(before);
  });
});
