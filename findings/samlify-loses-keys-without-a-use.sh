#!/usr/bin/env bash
# System:   samlify 2.13.1 of npm.
# Expected: SAML metadata section 2.4.1.1: `use` of a KeyDescriptor is optional, and a key without it serves to sign and to encrypt. Several
#           keys may be given, as in the weeks of a change of keys.
# Seen:     one key without `use` is found. As soon as a second KeyDescriptor stands beside it, with or without `use`, samlify has no signing
#           certificate at all (`null`). Two keys with `use="signing"` are both found.
# Matters:  sign-in works until the identity provider adds its next key. From then on samlify can check no response of it, not even those that
#           the old key signs. The metadata is valid before and after.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact samlify@2.13.1
for name in old new; do
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.pem" -days 2 -subj "/CN=$name.example" 2> openssl.log
done
cat > try.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { IdentityProvider } = require('samlify');

const certificate = (name) => readFileSync(`${name}.pem`, 'utf8').replaceAll(/-----.*-----|\n/g, '');
const key = (name, use) =>
  `<md:KeyDescriptor${use ? ` use="${use}"` : ''}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>` +
  `<ds:X509Certificate>${certificate(name)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const metadata = (keys) =>
  '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/metadata">' +
  '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">' +
  `${keys}<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sign-in"/>` +
  '</md:IDPSSODescriptor></md:EntityDescriptor>';
const nameOf = (found) => (found === certificate('old') ? 'old' : found === certificate('new') ? 'new' : String(found));

const cases = {
  'old': key('old'),
  'old, new': key('old') + key('new'),
  'old, new to encrypt': key('old') + key('new', 'encryption'),
  'old to sign, new to sign': key('old', 'signing') + key('new', 'signing'),
};
const seen = Object.entries(cases).map(([name, keys]) => {
  const found = IdentityProvider({ metadata: metadata(keys) }).entityMeta.getX509Certificate('signing');
  return `${name}: ${[found].flat().map(nameOf).join(' and ')}`;
});
console.log(seen.join('\n'));
const recorded = ['old: old', 'old, new: null', 'old, new to encrypt: null', 'old to sign, new to sign: old and new'];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: the certificates that samlify 2.13.1 would check signatures with, for four sets of keys in metadata'
node try.cjs
