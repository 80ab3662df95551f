#!/usr/bin/env bash
# System:   speakeasy 2.0.0 and otplib 12.0.1 of npm, beside otpauth 9.5.2 of npm and oathtool 2.6.7 (Debian 12).
# Expected: sites show a secret in groups of four letters. Of 26 random letters, two bits of the last letter belong to no byte. RFC 4648 section
#           3.3 lets a decoder refuse foreign letters or ignore them, and section 3.5 lets a decoder refuse such bits.
# Seen:     oathtool and otpauth ignore both. speakeasy and otplib take a space for some bits of the secret, and give another code without an
#           error. speakeasy makes a whole byte of the two bits, so that three of four such secrets give another code.
# Matters:  both libraries read a secret that a person typed, or that another system made, without a complaint, and refuse all codes of the
#           app. Spaces have to go before the first of these libraries sees the secret, and the loose bits before speakeasy does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download oathtool=2.6.7-3.1+deb12u1 liboath0=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact speakeasy@2.0.0 otplib@12.0.1 otpauth@9.5.2
cat > try.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import * as otpauth from 'otpauth';
import otplib from 'otplib';
import speakeasy from 'speakeasy';

const env = { ...process.env, LD_LIBRARY_PATH: 'debian/usr/lib/x86_64-linux-gnu' };
const oathtool = (secret) => execFileSync('debian/usr/bin/oathtool', ['--totp', '--base32', '--now=@59', secret], { env, encoding: 'utf8' }).trim();
otplib.authenticator.options = { epoch: 59_000 };
const codes = {
  otpauth: (secret) => new otpauth.TOTP({ secret: otpauth.Secret.fromBase32(secret) }).generate({ timestamp: 59_000 }),
  otplib: (secret) => otplib.authenticator.generate(secret),
  speakeasy: (secret) => speakeasy.totp({ secret, encoding: 'base32', time: 59 }),
};
const secrets = [
  'MNXXE4TFMN2CA2DPOJZWKIDC',
  'MNXX E4TF MN2C A2DP OJZW KIDC',
  ...['A', 'B', 'C', 'D'].map((last) => `MNXXE4TFMN2CA2DPOJZWKIDCM${last}`),
];
const seen = [];
for (const secret of secrets) {
  const right = oathtool(secret);
  const wrong = Object.keys(codes).filter((library) => codes[library](secret) !== right);
  console.log(`${secret}: oathtool ${right},`, Object.fromEntries(Object.entries(codes).map(([library, code]) => [library, code(secret)])));
  seen.push(wrong.join(' and ') || 'all agree');
}
const recorded = ['all agree', 'otplib and speakeasy', 'all agree', 'speakeasy', 'speakeasy', 'speakeasy'];
console.log('Wrong:', seen);
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: the code at 59 seconds of a secret in groups of four, and of 26 letters that differ only in the unused bits'
echo 'Versions: speakeasy 2.0.0, otplib 12.0.1, otpauth 9.5.2, oathtool 2.6.7-3.1+deb12u1'
node try.mjs
