#!/usr/bin/env bash
# System:   xml-encryption of npm in 3.1.0 (in node-saml 5.1.0 and saml2-js 4.0.4), 4.0.0 (in @boxyhq/saml20 1.15.2) and 6.0.1, and
#           @authenio/xml-encryption 2.0.2 (in samlify 2.13.1), checked with node-forge 1.4.3.
# Expected: XML Encryption 1.1 section 5.5.2: `rsa-oaep-mgf1p` always makes its mask with SHA-1. Only the digest of OAEP follows DigestMethod,
#           whose name for SHA-256 is `http://www.w3.org/2001/04/xmlenc#sha256`.
# Seen:     3.1.0 and 4.0.0 use SHA-256 for the mask as well, and name the digest `xmldsig#sha256`, which no standard defines. 6.0.1 follows
#           the standard, so that two releases of one library cannot decrypt each other's texts. @authenio/xml-encryption reads neither.
#           With SHA-1, all four agree.
# Matters:  an identity provider that is told to encrypt with OAEP and SHA-256 fails at the most used SAML libraries of Node with "oaep decoding
#           error", which looks like a wrong key. SHA-1 as the digest is the only one that works everywhere.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact xe3@npm:xml-encryption@3.1.0 xe4@npm:xml-encryption@4.0.0 \
  xe6@npm:xml-encryption@6.0.1 authenio@npm:@authenio/xml-encryption@2.0.2 node-forge@1.4.3
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=sp.example 2> openssl.log
openssl x509 -in certificate.pem -pubkey -noout > public.pem
cat > try.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { promisify } = require('node:util');
const forge = require('node-forge');

const libraries = { '3.1.0': require('xe3'), '4.0.0': require('xe4'), '6.0.1': require('xe6'), authenio: require('authenio') };
const key = readFileSync('key.pem', 'utf8');
const privateKey = forge.pki.privateKeyFromPem(key);
const encrypt = (library, keyEncryptionDigest) =>
  promisify(library.encrypt)('<a>hello</a>', {
    rsa_pub: readFileSync('public.pem', 'utf8'),
    pem: readFileSync('certificate.pem', 'utf8'),
    encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    keyEncryptionDigest,
  });
/** The digest of the mask with which the key of a text can be decrypted. */
const maskOf = (xml, digest) =>
  ['sha1', 'sha256'].find((mask) => {
    try {
      const wrapped = forge.util.decode64(/CipherValue>([^<]+)</.exec(xml)[1]);
      return privateKey.decrypt(wrapped, 'RSA-OAEP', { md: forge.md[digest].create(), mgf1: { md: forge.md[mask].create() } });
    } catch {
      return false;
    }
  });

(async () => {
  const seen = [];
  for (const digest of ['sha1', 'sha256'])
    for (const writer of ['3.1.0', '4.0.0', '6.0.1']) {
      const xml = await encrypt(libraries[writer], digest);
      const readers = [];
      for (const [reader, library] of Object.entries(libraries))
        if ((await promisify(library.decrypt)(xml, { key }).catch(() => '')) === '<a>hello</a>') readers.push(reader);
      const name = /DigestMethod Algorithm="([^"]+)"/.exec(xml)[1].split('/').at(-1);
      seen.push(`${digest} by ${writer}: named ${name}, mask ${maskOf(xml, digest)}, read by ${readers.join(' ')}`);
    }
  console.log(seen.join('\n'));
  const recorded = [
    'sha1 by 3.1.0: named xmldsig#sha1, mask sha1, read by 3.1.0 4.0.0 6.0.1 authenio',
    'sha1 by 4.0.0: named xmldsig#sha1, mask sha1, read by 3.1.0 4.0.0 6.0.1 authenio',
    'sha1 by 6.0.1: named xmldsig#sha1, mask sha1, read by 3.1.0 4.0.0 6.0.1 authenio',
    'sha256 by 3.1.0: named xmldsig#sha256, mask sha256, read by 3.1.0 4.0.0',
    'sha256 by 4.0.0: named xmldsig#sha256, mask sha256, read by 3.1.0 4.0.0',
    'sha256 by 6.0.1: named xmlenc#sha256, mask sha1, read by 6.0.1',
  ];
  if (seen.join() !== recorded.join()) {
    console.error('This differs from what is recorded:', recorded);
    process.exit(1);
  }
})();
JS
echo 'Tried: a text encrypted with rsa-oaep-mgf1p and a digest of SHA-1 or SHA-256, and who can decrypt it'
node try.cjs
