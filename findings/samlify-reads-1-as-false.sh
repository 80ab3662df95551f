#!/usr/bin/env bash
# System:   samlify 2.13.1 of npm.
# Expected: WantAuthnRequestsSigned of metadata is an xs:boolean (SAML metadata section 2.4.3), and "1" and "true" are the same value there
#           (XML Schema part 2 section 3.2.2).
# Seen:     samlify takes only the text "true" for true. With "1", a service provider that signs its requests cannot make one: samlify throws
#           ERR_METADATA_CONFLICT_REQUEST_SIGNED_FLAG, and says that the identity provider wants no signature. A service provider that does
#           not sign gets no warning, and sends unsigned requests.
# Matters:  the error blames the settings of both sides, which are right. Programs that write XML by a schema may write "1", and a change of the
#           program at the identity provider is enough.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact samlify@2.13.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=sp.example 2> openssl.log
cat > try.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { IdentityProvider, ServiceProvider } = require('samlify');

const certificate = readFileSync('certificate.pem', 'utf8').replaceAll(/-----.*-----|\n/g, '');
const metadata = (wantsSigned) =>
  '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">' +
  `<md:IDPSSODescriptor WantAuthnRequestsSigned="${wantsSigned}" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
  '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
  `<ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
  '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sign-in"/>' +
  '</md:IDPSSODescriptor></md:EntityDescriptor>';
const requestOf = (authnRequestsSigned, wantsSigned) => {
  const provider = ServiceProvider({
    entityID: 'https://sp.example',
    authnRequestsSigned,
    privateKey: readFileSync('key.pem'),
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: 'https://sp.example/acs' }],
  });
  try {
    const { context } = provider.createLoginRequest(IdentityProvider({ metadata: metadata(wantsSigned) }), 'redirect');
    return context.includes('Signature=') ? 'a signed request' : 'an unsigned request';
  } catch (error) {
    return error.message;
  }
};
const seen = [];
for (const wantsSigned of ['true', '1'])
  for (const signs of [true, false]) seen.push(`WantAuthnRequestsSigned="${wantsSigned}", the app ${signs ? 'signs' : 'does not sign'}: ${requestOf(signs, wantsSigned)}`);
console.log(seen.join('\n'));
const conflict = 'ERR_METADATA_CONFLICT_REQUEST_SIGNED_FLAG';
const recorded = [
  'WantAuthnRequestsSigned="true", the app signs: a signed request',
  `WantAuthnRequestsSigned="true", the app does not sign: ${conflict}: SP AuthnRequestsSigned=false but IdP WantAuthnRequestsSigned=true`,
  `WantAuthnRequestsSigned="1", the app signs: ${conflict}: SP AuthnRequestsSigned=true but IdP WantAuthnRequestsSigned=false`,
  'WantAuthnRequestsSigned="1", the app does not sign: an unsigned request',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: sign-in requests of samlify 2.13.1 to an identity provider that wants signed requests, written "true" and "1"'
node try.cjs
