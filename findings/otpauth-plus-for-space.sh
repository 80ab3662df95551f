#!/usr/bin/env bash
# System:   @oslojs/otp 1.1.0 and @epic-web/totp 4.0.1 write otpauth URIs, otpauth 9.5.2 and @otplib/uri 13.5.0 read them. All of npm.
# Expected: one library reads the issuer that another library wrote into a URI. In a URI (RFC 3986 section 2.2) `+` is a plus.
#           Only HTML's form encoding makes it a space, and the otpauth format of Google Authenticator asks for percent-encoding.
# Seen:     both writers use URLSearchParams, so the parameter says `issuer=Example+Bank` and the label says `Example%20Bank`. Both readers
#           return the issuer "Example+Bank". The two places that must agree no longer do.
# Matters:  an import that reads such URIs stores "Example+Bank" as the issuer, shows it, and finds no account under "Example Bank".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact @oslojs/otp@1.1.0 @epic-web/totp@4.0.1 otpauth@9.5.2 @otplib/uri@13.5.0
cat > try.mjs <<'JS'
import { getTOTPAuthUri } from '@epic-web/totp';
import { createTOTPKeyURI } from '@oslojs/otp';
import { parse } from '@otplib/uri';
import { Secret, URI } from 'otpauth';

const secret = Secret.fromUTF8('correct horse battery');
const account = 'alice@example.com';
const issuer = 'Example Bank';
const written = {
  '@oslojs/otp': createTOTPKeyURI(issuer, account, secret.bytes, 30, 6),
  '@epic-web/totp': getTOTPAuthUri({ issuer, accountName: account, secret: secret.base32, algorithm: 'SHA-1', digits: 6, period: 30 }),
};
const seen = [];
for (const [writer, uri] of Object.entries(written)) {
  console.log(`${writer} writes ${uri}`);
  const read = { otpauth: URI.parse(uri).issuer, '@otplib/uri': parse(uri).params.issuer };
  console.log('  the issuer that is read:', read);
  seen.push(...Object.values(read));
}
if (seen.length !== 4 || seen.some((name) => name !== 'Example+Bank')) {
  console.error('This differs from what is recorded: "Example+Bank", four times');
  process.exit(1);
}
JS
echo "Tried: an otpauth URI for the issuer \"Example Bank\", written and read by two libraries each"
node try.mjs
