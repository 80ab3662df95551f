/** No HMAC, whose secret would be the public certificate. */
export const SIGNATURE_METHODS: Readonly<Record<string, 'sha256' | 'sha512'>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
};
export const DIGEST_METHODS: Readonly<Record<string, 'sha256' | 'sha512'>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

export const CONTENT_ENCRYPTION: readonly string[] = [
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
];
export const XMLENC11 = 'http://www.w3.org/2009/xmlenc11#';
/** PKCS #1 v1.5 has padding oracles. */
export const RSA_OAEP_MGF1P = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';
/** XML Encryption 1.1 §5.5.2. */
export const RSA_OAEP = 'http://www.w3.org/2009/xmlenc11#rsa-oaep';
export const KEY_ENCRYPTION: readonly string[] = [RSA_OAEP, RSA_OAEP_MGF1P];

export const OAEP_DIGESTS: readonly string[] = [
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  'http://www.w3.org/2000/09/xmldsig#sha1',
];
export const OAEP_MASKS: readonly string[] = [
  'http://www.w3.org/2009/xmlenc11#mgf1sha256',
  'http://www.w3.org/2009/xmlenc11#mgf1sha512',
  'http://www.w3.org/2009/xmlenc11#mgf1sha1',
];
