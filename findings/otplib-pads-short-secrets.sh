#!/usr/bin/env bash
# System:   otplib 12.0.1 of npm, beside otpauth 9.5.2 and oathtool 2.6.7 (Debian 12).
# Expected: RFC 6238 section 1.2 computes a code with HMAC-SHA-256 or HMAC-SHA-512 and the secret as it is. A secret of any length gives the
#           same code everywhere. otplib's README says that a short secret is repeated up to 20, 32 or 64 bytes.
# Seen:     `authenticator` counts the letters of the secret's hex form as if they were bytes, so that only secrets under 16 bytes (SHA-256)
#           or 32 bytes (SHA-512) are repeated. A secret of 20 bytes is right under SHA-1 and SHA-256 and wrong under SHA-512. `totp` counts the
#           letters of the text, and disagrees with `authenticator` about the same 20 bytes under SHA-256.
# Matters:  a site with such secrets refuses the codes of every app that follows the RFC, and its tests, in which otplib makes and checks the
#           codes, are green. Secrets that are moved into or out of such a database are right, and the codes are still different.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download oathtool=2.6.7-3.1+deb12u1 liboath0=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact otplib@12.0.1 otpauth@9.5.2
cat > try.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import * as otpauth from 'otpauth';
import otplib from 'otplib';

const libraries = 'debian/usr/lib/x86_64-linux-gnu';
const oathtool = (hex, algorithm) =>
  execFileSync('debian/usr/bin/oathtool', [`--totp=${algorithm}`, '--now=@59', hex], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
    encoding: 'utf8',
  }).trim();

console.log('Tried: the code at 59 seconds, of a secret of 12, 20 or 32 bytes.');
const seen = [];
for (const algorithm of ['sha1', 'sha256', 'sha512'])
  for (const bytes of [12, 20, 32]) {
    const text = 'correct horse battery staple 1234'.slice(0, bytes);
    const secret = otpauth.Secret.fromUTF8(text);
    const right = oathtool(secret.hex, algorithm);
    const other = new otpauth.TOTP({ secret, algorithm: algorithm.toUpperCase() }).generate({ timestamp: 59_000 });
    otplib.authenticator.options = { algorithm, epoch: 59_000 };
    otplib.totp.options = { algorithm, epoch: 59_000 };
    const codes = { otpauth: other, authenticator: otplib.authenticator.generate(secret.base32), totp: otplib.totp.generate(text) };
    const wrong = Object.keys(codes).filter((name) => codes[name] !== right);
    console.log(`${algorithm}, ${bytes} bytes: oathtool ${right},`, codes);
    seen.push(`${algorithm} ${bytes}: ${wrong.join(' and ') || 'all agree'}`);
  }
const recorded = [
  'sha1 12: totp',
  'sha1 20: all agree',
  'sha1 32: all agree',
  'sha256 12: authenticator and totp',
  'sha256 20: totp',
  'sha256 32: all agree',
  'sha512 12: authenticator and totp',
  'sha512 20: authenticator and totp',
  'sha512 32: totp',
];
console.log('Wrong:', seen);
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Versions: otplib 12.0.1, otpauth 9.5.2, oathtool 2.6.7-3.1+deb12u1'
node try.mjs
