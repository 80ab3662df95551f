#!/usr/bin/env bash
# System:   xml-crypto 6.3.2 of npm, on documents that xmlsec1 1.2.37 (Debian 12) signed.
# Expected: Canonical XML 1.0 section 2.4: where a part of a document is canonicalised, its first element gets the attributes in the `xml:`
#           namespace that the elements around it have. A reference without a transform is canonicalised like that too (XML Signature section
#           4.4.3.2).
# Seen:     a valid signature over an element is refused if an element around it has `xml:lang` or `xml:space`. Without such an attribute, or
#           with exclusive canonicalisation, xml-crypto accepts what xmlsec1 signs.
# Matters:  node-saml and samlify check signatures with xml-crypto. A signed message inside a document with `xml:lang`, or a signed part of
#           metadata under such a root, can fail there with a broken signature, while xmlsec1 confirms the signature.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download xmlsec1=1.2.37-2 libxmlsec1=1.2.37-2 libxmlsec1-openssl=1.2.37-2
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact xml-crypto@6.3.2 @xmldom/xmldom@0.8.11
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=idp.example 2> openssl.log
cat > try.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { DOMParser } = require('@xmldom/xmldom');
const { SignedXml } = require('xml-crypto');

const env = { ...process.env, LD_LIBRARY_PATH: 'debian/usr/lib/x86_64-linux-gnu' };
const xmlsec = (...args) => execFileSync('debian/usr/bin/xmlsec1', args, { env, stdio: 'pipe' });
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const unsigned = (form, around) =>
  `<doc ${around}><part ID="_1"><a>x</a><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` +
  `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"/>` +
  '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_1"><ds:Transforms>' +
  '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>' +
  `${form === '' ? '' : `<ds:Transform Algorithm="${form}"/>`}</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
  '<ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature></part></doc>';

const accepted = (xml) => {
  const [signature] = Array.from(new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('ds:Signature'));
  const check = new SignedXml({ publicCert: readFileSync('certificate.pem', 'utf8') });
  check.loadSignature(signature);
  return check.checkSignature(xml);
};
const cases = {
  'inclusive': [INCLUSIVE, ''],
  'inclusive, xml:lang around': [INCLUSIVE, 'xml:lang="de"'],
  'inclusive, xml:space around': [INCLUSIVE, 'xml:space="preserve"'],
  'no transform': ['', ''],
  'no transform, xml:lang around': ['', 'xml:lang="de"'],
  'exclusive, xml:lang around': [EXCLUSIVE, 'xml:lang="de"'],
};
const seen = [];
for (const [name, [form, around]] of Object.entries(cases)) {
  writeFileSync('unsigned.xml', unsigned(form, around));
  xmlsec('--sign', '--id-attr:ID', 'part', '--privkey-pem', 'key.pem', '--output', 'signed.xml', 'unsigned.xml');
  xmlsec('--verify', '--id-attr:ID', 'part', '--pubkey-cert-pem', 'certificate.pem', 'signed.xml');
  seen.push(`${name}: ${accepted(readFileSync('signed.xml', 'utf8')) ? 'accepted' : 'refused'}`);
}
console.log(seen.join('\n'));
const recorded = [
  'inclusive: accepted',
  'inclusive, xml:lang around: refused',
  'inclusive, xml:space around: refused',
  'no transform: accepted',
  'no transform, xml:lang around: refused',
  'exclusive, xml:lang around: accepted',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: signatures that xmlsec1 1.2.37-2 makes and accepts, checked by xml-crypto 6.3.2'
node try.cjs
