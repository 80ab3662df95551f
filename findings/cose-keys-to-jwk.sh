#!/usr/bin/env bash
# System:   cose-to-jwk 1.1.0, @auth0/cose 1.0.2 and cose-kit 1.7.1 of npm, read by jose 6.2.18.
# Expected: a COSE key of a passkey (RFC 9052 section 7) becomes a JWK with "kty", with numbers in base64url (RFC 7517, RFC 7518 section 6) and
#           with a registered "alg" (ES256, RS256). RS256 is one of the three that WebAuthn level 3 asks sites to accept
#           (section 5.4), beside ES256 and EdDSA.
# Seen:     cose-to-jwk writes "alg": "ECDSA_w_SHA256", and numbers in plain base64 with `+`, `/` and `=`. jose refuses the JWK because of
#           "alg", and reads it once "alg" is put right. @auth0/cose turns an RSA key into a JWK without "kty", with the modulus as "k", the
#           name for a secret (RFC 7518 section 6.4). cose-kit leaves nothing but "alg".
# Matters:  a move of stored passkeys that goes through one of the three is fine for some devices and loses the keys of others, without an error
#           in two of three.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact cose-to-jwk@1.1.0 @auth0/cose@1.0.2 cose-kit@1.7.1 jose@6.2.18 cbor-x@1.6.9
cat > try.mjs <<'JS'
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { COSEKey } from '@auth0/cose';
import { Encoder } from 'cbor-x';
import { COSEKeyToJWK } from 'cose-kit';
import * as jose from 'jose';

const coseToJwk = createRequire(import.meta.url)('cose-to-jwk');
const cbor = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false });
const parts = (publicKey, ...names) => {
  const jwk = publicKey.export({ format: 'jwk' });
  return names.map((name) => Buffer.from(jwk[name], 'base64url'));
};
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const [x, y] = parts(ec, 'x', 'y');
const [n, e] = parts(rsa, 'n', 'e');
const keys = {
  ES256: [ec, new Map([[1, 2], [3, -7], [-1, 1], [-2, x], [-3, y]])],
  RS256: [rsa, new Map([[1, 3], [3, -257], [-1, n], [-2, e]])],
};
const converters = {
  'cose-to-jwk': (bytes) => coseToJwk(bytes),
  '@auth0/cose': (bytes) => COSEKey.import(bytes).toJWK(),
  'cose-kit': (_, map) => COSEKeyToJWK(map),
};
const verdict = async (jwk, alg, publicKey) => {
  try {
    const key = await jose.importJWK(jwk, alg);
    return createPublicKey(await jose.exportSPKI(key)).equals(publicKey) ? 'the right key' : 'another key';
  } catch (error) {
    return `refused: ${error.message}`;
  }
};
const seen = [];
for (const [alg, [publicKey, map]] of Object.entries(keys))
  for (const [converter, convert] of Object.entries(converters)) {
    const jwk = JSON.parse(JSON.stringify(convert(cbor.encode(map), map)));
    const members = Object.entries(jwk).map(([name, value]) => (value.length > 30 ? name : `${name}=${value}`));
    seen.push(`${alg}, ${converter} [${members.join(' ')}]: ${await verdict(jwk, undefined, publicKey)}`);
    if (converter === 'cose-to-jwk') seen.push(`${alg}, ${converter} with alg put right: ${await verdict({ ...jwk, alg }, alg, publicKey)}`);
  }
console.log(seen.join('\n'));
const recorded = [
  'ES256, cose-to-jwk [kty=EC alg=ECDSA_w_SHA256 crv=P-256 x y]: refused: Invalid or unsupported JWK "alg" (Algorithm) Parameter value',
  'ES256, cose-to-jwk with alg put right: the right key',
  'ES256, @auth0/cose [kty=EC alg=ES256 crv=P-256 x y]: the right key',
  'ES256, cose-kit [kty=EC alg=ES256 crv=P-256 x y]: the right key',
  'RS256, cose-to-jwk [kty=RSA alg=RSASSA-PKCS1-v1_5_w_SHA256 n e=AQAB]: refused: Invalid or unsupported JWK "alg" (Algorithm) Parameter value',
  'RS256, cose-to-jwk with alg put right: the right key',
  'RS256, @auth0/cose [alg=RS256 k x=AQAB]: refused: Unsupported "kty" (Key Type) Parameter value',
  'RS256, cose-kit [alg=RS256]: refused: Unsupported "kty" (Key Type) Parameter value',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: a COSE key of ES256 and one of RS256, turned into a JWK by three libraries, and read by jose 6.2.18'
node try.mjs
