import { describe, expect, it } from 'vitest';
import { parseMessage } from '../xml/parse-xml.ts';
import { decryptAssertion } from './decrypt.ts';
import { CONTENT, ENCRYPTED_KEYS, KEY, LABELLED_KEY } from './rsa-oaep.test-support.ts';

const DIGESTS: Readonly<Record<string, string>> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};
const MGF1P = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';
const OAEP = 'http://www.w3.org/2009/xmlenc11#rsa-oaep';
const digested = (algorithm: string | undefined): string =>
  `<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="${algorithm}"/>`;
const masked = (hash: string): string =>
  `<m:MGF xmlns:m="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#mgf1${hash}"/>`;

function opened(encryptedKey: string, algorithm: string, parameters: string): Promise<string> {
  const value = (base64: string): string => `<e:CipherData><e:CipherValue>${base64}</e:CipherValue></e:CipherData>`;
  const key = `<e:EncryptedKey><e:EncryptionMethod Algorithm="${algorithm}">${parameters}</e:EncryptionMethod>${value(encryptedKey)}</e:EncryptedKey>`;
  const xml = `<x xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes128-gcm"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${key}</ds:KeyInfo>${value(CONTENT)}</e:EncryptedData></x>`;
  return decryptAssertion(parseMessage(xml), KEY);
}

const keyOf = (digest: string, mask: string): string =>
  ENCRYPTED_KEYS.find(([ofDigest, ofMask]) => ofDigest === digest && ofMask === mask)?.[2] ?? '';
const TEXT = '<vector>ü</vector>';

describe('P7 a key that OpenSSL encrypted is decrypted', () => {
  it.each(ENCRYPTED_KEYS)('by rsa-oaep with %s, and a mask of %s', async (digest, mask, key) => {
    expect(await opened(key, OAEP, digested(DIGESTS[digest]) + masked(mask))).toBe(TEXT);
  });

  it.each(Object.entries(DIGESTS))('by rsa-oaep-mgf1p with %s, whose mask is always of SHA-1', async (digest, uri) => {
    expect(await opened(keyOf(digest, 'sha1'), MGF1P, digested(uri))).toBe(TEXT);
  });

  it.each([OAEP, MGF1P])('by %s, which names no hash and means SHA-1', async (algorithm) => {
    expect(await opened(keyOf('sha1', 'sha1'), algorithm, '')).toBe(TEXT);
  });

  it.each(['sha256', 'sha512'])(
    'as xml-encryption 3.1.0 of npm names %s, whose mask is of the same hash',
    async (hash) => {
      const misnamed = digested(`http://www.w3.org/2000/09/xmldsig#${hash}`);
      expect(await opened(keyOf(hash, hash), MGF1P, misnamed)).toBe(TEXT);
      await expect(opened(keyOf(hash, hash), OAEP, misnamed)).rejects.toThrow('which is not accepted');
      await expect(opened(keyOf(hash, hash), MGF1P, misnamed + masked(hash))).rejects.toThrow('in more than one way');
    },
  );

  it('with a label', async () => {
    const label = `<e:OAEPparams>${Buffer.from('label').toString('base64')}</e:OAEPparams>`;
    expect(await opened(LABELLED_KEY, OAEP, label + digested(DIGESTS['sha256']))).toBe(TEXT);
  });
});

describe('P7 what a key is encrypted by', () => {
  it('is one thing: another hash than the named one decrypts nothing, and is told as any other failure is', async () => {
    const failed = 'the assertion cannot be decrypted';
    for (const [digest, mask, key] of ENCRYPTED_KEYS) {
      const [other = ''] = ['sha1', 'sha256', 'sha512'].filter((hash) => hash !== digest && hash !== mask);
      await expect(opened(key, OAEP, digested(DIGESTS[other]) + masked(mask))).rejects.toThrow(failed);
      await expect(opened(key, OAEP, digested(DIGESTS[digest]) + masked(other))).rejects.toThrow(failed);
    }
  });

  it.each([
    [
      'an unknown digest',
      OAEP,
      digested('http://www.w3.org/2001/04/xmldsig-more#sha384'),
      'sha384, which is not accepted',
    ],
    ['an unknown mask', OAEP, masked('sha224'), 'mgf1sha224, which is not accepted'],
    ['two digests', OAEP, digested(DIGESTS['sha1']).repeat(2), 'in more than one way'],
    ['two masks', OAEP, masked('sha1').repeat(2), 'in more than one way'],
    ['a mask where the method has one', MGF1P, masked('sha1'), 'which rsa-oaep-mgf1p has already'],
  ])('is refused if it has %s', async (_, algorithm, parameters, why) => {
    await expect(opened(keyOf('sha1', 'sha1'), algorithm, parameters)).rejects.toThrow(why);
  });
});
