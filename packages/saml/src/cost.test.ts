import { SAML } from '@node-saml/node-saml';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Issued, keyPair } from './identity-provider.test-support.ts';
import { signOn } from './sign-on.test-support.ts';

// Strangers post to journeys of their own, with a signature by a key of their own. The libraries canonicalize the signed part before they know
// whose key it is.

const on = await signOn();
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const times = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => part(at)).join('');
const named = (prefixes: string): string => `<e:InclusiveNamespaces xmlns:e="${EXCLUSIVE}" PrefixList="${prefixes}"/>`;
const inFirstElement = (more: string) => (xml: string) => xml.replace('<samlp:Response', `$&${more}`);
const inSignedInfo = (more: string) => (xml: string) => xml.replace(/<\/ds:SignedInfo>/, `${more}$&`);

async function expectRefused(after: Issued['after'], why: RegExp): Promise<void> {
  expect(await on.answerTo({ after })).toEqual({ outcome: 'refused', why: expect.stringMatching(why) });
}

describe('X7 node-saml and its libraries get no message but the provider’s', () => {
  const judged = vi.spyOn(SAML.prototype, 'validatePostResponseAsync');
  afterAll(() => judged.mockRestore());

  it.each(['assertion', 'response', 'both'] as const)('a stranger signs the %s', async (signs) => {
    judged.mockClear();
    const answer = await on.answerTo({ keys: await keyPair('stranger'), signs });
    expect(answer).toEqual({ outcome: 'refused', why: expect.stringMatching(/no signature by a key/) });
    expect(judged).not.toHaveBeenCalled();
  });

  it.each(['assertion', 'response', 'both'] as const)('the provider signs the %s', async (signs) => {
    judged.mockClear();
    expect(await on.answerTo({ signs })).toMatchObject({ outcome: 'signed-in' });
    expect(judged).toHaveBeenCalledOnce();
  });
});

describe('X7 a form that would cost a library much is refused before canonicalization', () => {
  const NO_NAMESPACE = /a namespace that no message has/;

  it.each<[string, NonNullable<Issued['after']>, RegExp]>([
    ['a long namespace', inSignedInfo(`<n:a xmlns:n="${'n'.repeat(257)}"/>`), NO_NAMESPACE],
    ['a namespace with an apostrophe', inSignedInfo(`<n:a xmlns:n="a'b"/>`), NO_NAMESPACE],
    ['a namespace with white space', inSignedInfo('<n:a xmlns:n="a b"/>'), NO_NAMESPACE],
    ['an apostrophe in an attribute with a prefix', inFirstElement(` xmlns:z="z" z:a="a'b"`), NO_NAMESPACE],
    [
      'a long value of an attribute with a prefix',
      inFirstElement(` xmlns:z="z" z:a="${'n'.repeat(257)}"`),
      NO_NAMESPACE,
    ],
    ...['CanonicalizationMethod', 'InclusiveNamespaces'].map((name): [string, NonNullable<Issued['after']>, RegExp] => [
      `${name} outside of the signature`,
      (xml) => xml.replace('<saml:Subject>', `<x:${name} xmlns:x="x"/>$&`),
      /stands where none belongs/,
    ]),
    ['65 prefixes', inFirstElement(times(65, (at) => ` xmlns:n${at}="n"`)), /too many namespaces/],
    ['an attribute with a name that is none', inFirstElement(' a;b="n"'), /not well-formed/],
    [
      'transforms in another namespace',
      (xml) => xml.replace('<ds:Transforms>', `<x:Transforms xmlns:x="urn:x"/>$&`),
      /another form/,
    ],
    [
      'another canonicalization in another namespace',
      (xml) => xml.replace('<ds:CanonicalizationMethod', '<x:CanonicalizationMethod xmlns:x="urn:x" Algorithm="x"/>$&'),
      /another form/,
    ],
    ['a second reference', (xml) => xml.replace(/<ds:Reference.*?<\/ds:Reference>/s, '$&$&'), /another form/],
    ['a transform in a key', (xml) => xml.replace('<ds:X509Data>', '<x:Transform xmlns:x="urn:x"/>$&'), /another form/],
    ['an element in a value', (xml) => xml.replace('<ds:DigestValue>', '$&<ds:a/>'), /another form/],
    [
      'two lists of prefixes',
      (xml) =>
        xml.replace(
          /<ds:Transform (Algorithm="[^"]*xml-exc-c14n#")\/>/,
          `<ds:Transform $1>${times(2, () => named('saml'))}</ds:Transform>`,
        ),
      /another form/,
    ],
    [
      'a list of very many prefixes beside a transform',
      (xml) =>
        xml.replace(
          /<ds:Transform (Algorithm="[^"]*xml-exc-c14n#")\/>/,
          `<ds:Transform $1>${named('s'.repeat(1_001))}</ds:Transform>`,
        ),
      /too many prefixes/,
    ],
    [
      'a list of very many prefixes beside the canonicalization',
      (xml) =>
        xml.replace(
          /<ds:CanonicalizationMethod ([^>]*)\/>/,
          `<ds:CanonicalizationMethod $1>${named('s'.repeat(1_001))}</ds:CanonicalizationMethod>`,
        ),
      /too many prefixes/,
    ],
  ])('%s', async (_, after, why) => {
    await expectRefused(after, why);
  });

  it.each<[string, NonNullable<Issued['after']>]>([
    ['in a text', (xml) => xml.replace('<saml:Subject>', '\u2028$&')],
    ['as a reference', (xml) => xml.replace('<ds:DigestValue>', '$&&#x2028;')],
    ['as a decimal reference in an attribute', inFirstElement(' Consent="a&#008232;"')],
    ['after the message', (xml) => `${xml}\u2028`],
    ['in a message that is no SAML', () => '<a>\u2028</a>'],
  ])('a character that no message has, %s', async (_, after) => {
    await expectRefused(after, /not well-formed/);
  });

  it.each<[string, NonNullable<Issued['after']>]>([
    ['before', (xml) => `1${xml}`],
    ['after', (xml) => `${xml}1`],
  ])('text %s the message', async (_, after) => {
    await expectRefused(after, /not well-formed/);
  });

  it.each(['\u0001', '\u0085', '\uFFFE', '&#x85;', '&#1;'])('the character %j', async (character) => {
    await expectRefused((xml) => xml.replace('<saml:Subject>', `${character}$&`), /not well-formed/);
  });

  it('and one list of some prefixes is judged', async () => {
    const list = named('saml xs');
    await expectRefused(
      (xml) =>
        xml.replace(/<ds:Transform (Algorithm="[^"]*xml-exc-c14n#")\/>/, `<ds:Transform $1>${list}</ds:Transform>`),
      /no signature by a key/,
    );
  });

  it('and a form with as many prefixes and as long a namespace as may be is judged', async () => {
    const after = inFirstElement(times(50, (at) => ` xmlns:n${at}="${'n'.repeat(256)}"`));
    expect(await on.answerTo({ after })).toMatchObject({ outcome: 'signed-in' });
  });
});
