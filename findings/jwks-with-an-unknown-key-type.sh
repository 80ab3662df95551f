#!/usr/bin/env bash
# System:   node-jose 2.2.0 of npm, authlib 1.2.0, jwcrypto 1.1.0 and PyJWT 2.6.0 (Debian 12), beside jose 6.2.18 of npm.
# Expected: RFC 7517 section 5: an implementation should ignore the keys of a set whose "kty" it does not know, or whose parameters it does not
#           support, and use the others.
# Seen:     one ML-DSA key (`"kty": "AKP"`) beside the RSA key that signs makes node-jose, authlib and jwcrypto refuse the whole set. PyJWT
#           skips the ML-DSA key, and refuses a set with an X448 key (RFC 8037).
# Matters:  the day on which a provider publishes its first post-quantum key, or a key to encrypt with, the apps that use these libraries
#           refuse every token of that provider, though the tokens are signed with the same key as before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-authlib=1.2.0-1+deb12u2 python3-jwcrypto=1.1.0-1+deb12u1 python3-jwt=2.6.0-1+deb12u1 \
  python3-deprecated=1.2.13-3 python3-wrapt=1.14.1-2+b2
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact node-jose@2.2.0 jose@6.2.18
cat > ask.py <<'PY'
import json
import sys

library, keys, token = sys.argv[1:]
try:
    if library == 'PyJWT':
        import jwt
        key = next(key for key in jwt.PyJWKSet.from_json(keys).keys if key.key_id == 'rsa')
        jwt.decode(token, key.key, algorithms=['RS256'])
    elif library == 'authlib':
        from authlib.jose import JsonWebKey, jwt
        jwt.decode(token, JsonWebKey.import_key_set(json.loads(keys)))
    else:
        from jwcrypto import jwk, jwt
        jwt.JWT(jwt=token, key=jwk.JWKSet.from_json(keys))
    print('accepted')
except Exception as error:
    print('refused:', type(error).__name__)
PY
cat > try.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import * as jose from 'jose';
import nodeJose from 'node-jose';

const env = { ...process.env, PYTHONPATH: 'debian/usr/lib/python3/dist-packages' };
const { publicKey, privateKey } = await jose.generateKeyPair('RS256');
const rsa = { ...(await jose.exportJWK(publicKey)), kid: 'rsa', use: 'sig', alg: 'RS256' };
const token = await new jose.SignJWT({ sub: 'alice' }).setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).sign(privateKey);
const x448 = { ...generateKeyPairSync('x448').publicKey.export({ format: 'jwk' }), kid: 'x448', use: 'enc' };
const mlDsa = { kty: 'AKP', alg: 'ML-DSA-44', kid: 'pq', use: 'sig', pub: Buffer.alloc(1312, 1).toString('base64url') };

const python = (library) => async (set) =>
  execFileSync('/usr/bin/python3', ['-B', 'ask.py', library, JSON.stringify(set), token], { env, encoding: 'utf8' }).trim();
const libraries = {
  jose: async (set) => (await jose.jwtVerify(token, jose.createLocalJWKSet(set))) && 'accepted',
  'node-jose': async (set) => (await nodeJose.JWS.createVerify(await nodeJose.JWK.asKeyStore(set)).verify(token)) && 'accepted',
  authlib: python('authlib'),
  jwcrypto: python('jwcrypto'),
  PyJWT: python('PyJWT'),
};
const sets = { 'RSA alone': [rsa], 'RSA and ML-DSA': [mlDsa, rsa], 'RSA and X448': [x448, rsa] };
const seen = [];
for (const [set, keys] of Object.entries(sets))
  for (const [library, verify] of Object.entries(libraries))
    seen.push(`${set}, ${library}: ${await verify({ keys }).catch((error) => `refused: ${error.message}`)}`);
console.log(seen.join('\n'));
const recorded = [
  'RSA alone, jose: accepted',
  'RSA alone, node-jose: accepted',
  'RSA alone, authlib: accepted',
  'RSA alone, jwcrypto: accepted',
  'RSA alone, PyJWT: accepted',
  'RSA and ML-DSA, jose: accepted',
  'RSA and ML-DSA, node-jose: refused: unsupported key type',
  'RSA and ML-DSA, authlib: refused: KeyError',
  'RSA and ML-DSA, jwcrypto: refused: InvalidJWKType',
  'RSA and ML-DSA, PyJWT: accepted',
  'RSA and X448, jose: accepted',
  'RSA and X448, node-jose: refused: unsupported key type',
  'RSA and X448, authlib: accepted',
  'RSA and X448, jwcrypto: accepted',
  'RSA and X448, PyJWT: refused: InvalidKeyError',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: a token signed with RS256, checked with a set that has one more key beside the RSA key'
node try.mjs
