import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { type Issued, keyPair } from './identity-provider.test-support.ts';
import type { KeyPair } from './options.ts';
import { identityOf, type SignOn, signOn } from './sign-on.test-support.ts';

let ours: KeyPair;
let on: SignOn;
beforeAll(async () => {
  ours = await keyPair('sp');
  on = await signOn({ decryption: ours });
});

const encrypted = (issued: Omit<Issued, 'requestId'> = {}): Omit<Issued, 'requestId'> => ({
  encryptFor: ours.certificate,
  ...issued,
});
function refused(why: RegExp): object {
  return { outcome: 'refused', why: expect.stringMatching(why) };
}

it.each([
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
])('P7 an assertion that is encrypted by %s and signed inside', async (content) => {
  const after = (xml: string): string => {
    expect(xml).not.toContain('ben-7f3a');
    return xml;
  };
  const answer = await on.answerTo(encrypted({ encryption: { content }, after }));
  expect(identityOf(answer).subject).toBe('ben-7f3a');
});

it('an encrypted assertion in a signed response', async () => {
  expect(identityOf(await on.answerTo(encrypted({ signs: 'both' }))).subject).toBe('ben-7f3a');
});

it('P7 a key by RSA-OAEP of XML Encryption 1.1 with SHA-256, as Keycloak sends it', async () => {
  const after = (xml: string): string =>
    xml.replace(
      /<e:EncryptionMethod Algorithm="[^"]*rsa-oaep-mgf1p">.*?<\/e:EncryptionMethod>(.*?<e:CipherValue>)([^<]*)/s,
      (_, between: string, value: string) => {
        const padding = constants.RSA_PKCS1_OAEP_PADDING;
        const key = privateDecrypt({ key: ours.key, padding }, Buffer.from(value, 'base64'));
        const again = publicEncrypt({ key: ours.certificate, padding, oaepHash: 'sha256' }, key).toString('base64');
        const digest =
          '<x:DigestMethod xmlns:x="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>';
        const mask =
          '<m:MGF xmlns:m="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"/>';
        return `<e:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#rsa-oaep">${digest}${mask}</e:EncryptionMethod>${between}${again}`;
      },
    );
  expect(identityOf(await on.answerTo(encrypted({ after }))).subject).toBe('ben-7f3a');
});

describe('an encrypted assertion in a response that is signed last', () => {
  /** Signs the response with the assertion as it is sent, as Shibboleth and SimpleSAMLphp do. */
  const signedLast = (by: SignOn, signs: 'response' | 'both'): Omit<Issued, 'requestId'> =>
    encrypted({
      signs,
      after: (xml) => {
        const signing = new SignedXml({
          privateKey: by.idp.keys.key,
          signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
        });
        signing.addReference({
          xpath: '/*',
          transforms: [
            'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
            'http://www.w3.org/2001/10/xml-exc-c14n#',
          ],
          digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        });
        signing.computeSignature(xml.replace(/<ds:Signature[ >].*?<\/ds:Signature>/s, ''), { prefix: 'ds' });
        return signing.getSignedXml();
      },
    });

  it.each(['response', 'both'] as const)('P7 holds where the provider signed the %s', async (signs) => {
    expect(identityOf(await on.answerTo(signedLast(on, signs))).subject).toBe('ben-7f3a');
  });

  it('P7 a response and an assertion can each be asked to be signed', async () => {
    const responses = await signOn({ decryption: ours, wantAuthnResponseSigned: true });
    expect(await responses.answerTo(encrypted())).toEqual(refused(/no signature by a key/));
    identityOf(await responses.answerTo(signedLast(responses, 'response')));
    const assertions = await signOn({ decryption: ours, wantAssertionsSigned: true });
    expect(await assertions.answerTo(signedLast(assertions, 'response'))).toEqual(refused(/no signature by a key/));
    identityOf(await assertions.answerTo(signedLast(assertions, 'both')));
  });

  it('P7 does not hold by a key of a stranger', async () => {
    const stranger = await signOn();
    expect(await on.answerTo(signedLast(stranger, 'response'))).toEqual(refused(/no signature by a key/));
  });

  it('P7 does not hold if the assertion is exchanged', async () => {
    const other = /<saml:EncryptedAssertion.*<\/saml:EncryptedAssertion>/s;
    const mine = signedLast(on, 'response');
    let first = '';
    await on.answerTo({ ...mine, over: { NameID: 'ada' }, after: (xml) => (first = mine.after?.(xml) ?? '') });
    const [exchanged = ''] = other.exec(first) ?? [];
    const after = (xml: string): string => (mine.after?.(xml) ?? '').replace(other, () => exchanged);
    expect(await on.answerTo({ ...mine, after })).toEqual(refused(/no signature by a key/));
  });
});

it('is refused where there is no key for it, or another', async () => {
  const without = await signOn();
  expect(await without.answerTo(encrypted())).toEqual(refused(/no key/));
  const other = await signOn({ decryption: await keyPair('other') });
  expect(await other.answerTo(encrypted())).toEqual(refused(/cannot be decrypted/));
});

it('is judged like any other: changed, by SHA-1, unsigned, commented, expired', async () => {
  const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
  expect(await on.answerTo(encrypted({ algorithm: sha1 }))).toEqual(refused(/rsa-sha1/));
  const unsigned = encrypted({
    signs: 'response',
    after: (xml) => xml.replace(/<ds:Signature[ >].*?<\/ds:Signature>/s, ''),
  });
  expect(await on.answerTo(unsigned)).toEqual(refused(/signature/));
  const commented = encrypted({ before: (xml) => xml.replace('ben-7f3a', 'ada<!-- -->.ben') });
  expect(await on.answerTo(commented)).toEqual(refused(/comment/));
  expect(await on.answerTo(encrypted({ over: { Audience: 'x' } }))).toEqual(refused(/audience/));
  const stranger = await keyPair('stranger');
  expect(await on.answerTo(encrypted({ keys: stranger }))).toEqual(refused(/signature/));
});

it('an assertion inside an encrypted one is refused', async () => {
  const inner = '<saml:Advice><saml:Assertion ID="_inner"/></saml:Advice>';
  // The identity provider's library refuses to encrypt two assertions. The check looks at local names alone, so the inner element has a
  // refused name in another namespace.
  const before = (xml: string): string =>
    xml.replace('<saml:Conditions', `${inner.replaceAll('saml:Assertion', 'samlp:Response')}$&`);
  expect(await on.answerTo(encrypted({ before }))).toEqual(refused(/none belongs/));
});

it('every change of what is encrypted is told alike', async () => {
  const whys = new Set<string>();
  const changes: readonly ((xml: string) => string)[] = [
    (xml) => xml.replace(/(<e:CipherValue>)...../, '$1AAAAA'),
    (xml) => xml.replace(/(.*<e:CipherValue>)...../s, '$1AAAAA'),
    (xml) => xml.replace(/(.*)....(<\/e:CipherValue>)/s, '$1AAAA$2'),
    (xml) => xml.replace(/(.*<e:CipherValue>)[^<]*/s, '$1AAAA'),
  ];
  for (const change of changes) {
    const after = (xml: string): string => {
      const changed = change(xml);
      expect(changed).not.toBe(xml);
      return changed;
    };
    const answer = await on.answerTo(encrypted({ after }));
    if (answer.outcome === 'refused') whys.add(answer.why);
  }
  expect([...whys]).toEqual(['the assertion cannot be decrypted']);
});

it.each([
  ['PKCS #1 v1.5', /rsa-oaep-mgf1p/, 'rsa-1_5', /rsa-1_5, which is not accepted/],
  ['triple DES', /aes256-gcm/, 'tripledes-cbc', /tripledes-cbc, which is not accepted/],
])('%s is refused before anything is decrypted', async (_, accepted, weak, why) => {
  const after = (xml: string): string => {
    const weakened = xml.replace(
      new RegExp(`Algorithm="[^"]*${accepted.source}"`),
      `Algorithm="http://www.w3.org/2001/04/xmlenc#${weak}"`,
    );
    expect(weakened).not.toBe(xml);
    return weakened;
  };
  expect(await on.answerTo(encrypted({ after }))).toEqual(refused(why));
});

it('two keys, or two ways, of one content are refused', async () => {
  const key = /<e:EncryptedKey.*<\/e:EncryptedKey>/s;
  expect(await on.answerTo(encrypted({ after: (xml) => xml.replace(key, '$&$&') }))).toEqual(refused(/one key/));
  const method = '<e:EncryptionMethod xmlns:e="urn:x" Algorithm="x"/>';
  const twoWays = encrypted({ after: (xml) => xml.replace('</saml:EncryptedAssertion>', `${method}$&`) });
  expect(await on.answerTo(twoWays)).toEqual(refused(/more than one way/));
});

describe('a key that stands beside the encrypted data', () => {
  const KEY = /<e:EncryptedKey(.*?<\/e:EncryptedKey>)/s;
  const refersTo = (uri: string): Omit<Issued, 'requestId'> =>
    encrypted({
      after: (xml) => {
        const [, key] = KEY.exec(xml) ?? [];
        const reference = `<x:RetrievalMethod xmlns:x="http://www.w3.org/2000/09/xmldsig#" URI="${uri}"/>`;
        const beside = `<e:EncryptedKey Id="_key"${key}`;
        return xml.replace(KEY, reference).replace('</saml:EncryptedAssertion>', `${beside}$&`);
      },
    });

  it('is found by its id', async () => {
    expect(identityOf(await on.answerTo(refersTo('#_key'))).subject).toBe('ben-7f3a');
  });

  it.each([
    ['another id', '#_another'],
    ['another document', 'https://elsewhere.example/key'],
    ['nothing', ''],
  ])('X7 is refused if the reference is %s', async (_, uri) => {
    expect(await on.answerTo(refersTo(uri))).toEqual(refused(/another key than its own/));
  });

  it('X7 is refused if the key has no id', async () => {
    const after = (xml: string): string => {
      const [key = ''] = KEY.exec(xml) ?? [];
      const reference = '<x:RetrievalMethod xmlns:x="http://www.w3.org/2000/09/xmldsig#" URI="#undefined"/>';
      return xml.replace(KEY, reference).replace('</saml:EncryptedAssertion>', `${key}$&`);
    };
    expect(await on.answerTo(encrypted({ after }))).toEqual(refused(/another key than its own/));
  });

  it('X7 is refused if the id has a character that no id has', async () => {
    const named = (xml: string): string => xml.replace('<e:EncryptedKey', '$& Id="_a~b"');
    expect(await on.answerTo(encrypted({ after: named }))).toEqual(refused(/characters that no id has/));
  });
});
