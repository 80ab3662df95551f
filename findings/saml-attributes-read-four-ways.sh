#!/usr/bin/env bash
# System:   @node-saml/node-saml 5.1.0, @boxyhq/saml20 1.15.2, samlify 2.13.1 and saml2-js 4.0.4 of npm.
# Expected: an assertion may hold several AttributeStatements (SAML core section 2.3.3), and a statement any number of Attributes, of which no rule
#           says that their names differ (section 2.7.3).
# Seen:     two Attributes `groups` with one value each: samlify returns both values, the other libraries return the last value. Two statements:
#           saml20 returns no attribute at all, saml2-js refuses.
# Matters:  roles vanish without a word if an identity provider writes one Attribute per group.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact \
  @node-saml/node-saml@5.1.0 @boxyhq/saml20@1.15.2 samlify@2.13.1 saml2-js@4.0.4 xml-crypto@6.3.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=idp.example 2> openssl.log
cat > assertion.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { SignedXml } = require('xml-crypto');

exports.key = readFileSync('key.pem', 'utf8');
exports.certificate = readFileSync('certificate.pem', 'utf8');
exports.bare = exports.certificate.replaceAll(/-----.*-----|\n/g, '');
exports.attribute = (name, ...values) =>
  `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`;
exports.statement = (...attributes) => `<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement>`;

const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const responseWith = (statements) =>
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ' +
  `ID="_r" Version="2.0" IssueInstant="${at(0)}" Destination="https://sp.example/acs"><saml:Issuer>https://idp.example</saml:Issuer>` +
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
  `<saml:Assertion ID="_a" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>https://idp.example</saml:Issuer>` +
  '<saml:Subject><saml:NameID>alice</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
  `<saml:SubjectConfirmationData NotOnOrAfter="${at(5)}" Recipient="https://sp.example/acs"/></saml:SubjectConfirmation></saml:Subject>` +
  `<saml:Conditions NotBefore="${at(-1)}" NotOnOrAfter="${at(5)}"><saml:AudienceRestriction><saml:Audience>https://sp.example</saml:Audience>` +
  `</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>` +
  'urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>' +
  `${statements}</saml:Assertion></samlp:Response>`;

/** A response whose assertion is signed as most identity providers sign it. */
exports.signed = (statements) => {
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const signature = new SignedXml({
    privateKey: exports.key,
    publicCert: exports.certificate,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
  });
  const xpath = "//*[local-name(.)='Assertion']";
  signature.addReference({
    xpath,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signature.computeSignature(responseWith(statements), { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' } });
  return signature.getSignedXml();
};
JS
cat > try.cjs <<'JS'
const { SAML } = require('@node-saml/node-saml');
const saml20 = require('@boxyhq/saml20').default;
const saml2 = require('saml2-js');
const samlify = require('samlify');
const { attribute, bare, certificate, key, signed, statement } = require('./assertion.cjs');

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
samlify.setSchemaValidator({ validate: async () => 'valid' });
const metadata =
  '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">' +
  '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">' +
  '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
  `<ds:X509Certificate>${bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
  `<md:SingleSignOnService Binding="${POST}" Location="https://idp.example/sign-in"/></md:IDPSSODescriptor></md:EntityDescriptor>`;

/** Who the person is, and the attributes, as each library returns them. */
const libraries = {
  'node-saml': async (xml) => {
    const sp = new SAML({
      callbackUrl: 'https://sp.example/acs',
      issuer: 'https://sp.example',
      audience: 'https://sp.example',
      idpCert: certificate,
      wantAuthnResponseSigned: false,
    });
    const { profile } = await sp.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') });
    return [profile.nameID, profile.attributes];
  },
  saml20: async (xml) => {
    const { claims } = await saml20.validate(xml, { publicKey: bare, audience: 'https://sp.example', bypassExpiration: true });
    const { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': name, ...attributes } = claims;
    return [name, attributes];
  },
  samlify: async (xml) => {
    const sp = samlify.ServiceProvider({
      entityID: 'https://sp.example',
      assertionConsumerService: [{ Binding: POST, Location: 'https://sp.example/acs' }],
      wantAssertionsSigned: true,
    });
    const body = { SAMLResponse: Buffer.from(xml).toString('base64') };
    const { extract } = await sp.parseLoginResponse(samlify.IdentityProvider({ metadata }), 'post', { body });
    return [extract.nameID, extract.attributes];
  },
  'saml2-js': (xml) =>
    new Promise((resolve, reject) => {
      const sp = new saml2.ServiceProvider({
        entity_id: 'https://sp.example',
        private_key: key,
        certificate,
        assert_endpoint: 'https://sp.example/acs',
        allow_unencrypted_assertion: true,
      });
      const idp = new saml2.IdentityProvider({
        sso_login_url: 'https://idp.example/sign-in',
        sso_logout_url: 'https://idp.example/sign-out',
        certificates: [certificate],
        allow_unencrypted_assertion: true,
      });
      const request_body = { SAMLResponse: Buffer.from(xml).toString('base64') };
      sp.post_assert(idp, { request_body }, (error, answer) => (error ? reject(error) : resolve([answer.user.name_id, answer.user.attributes])));
    }),
};
const cases = {
  'one attribute, two values': statement(attribute('groups', 'a', 'b')),
  'two attributes of one name': statement(attribute('groups', 'a'), attribute('groups', 'b')),
  'two statements': statement(attribute('groups', 'a')) + statement(attribute('mail', 'alice@example.com')),
};
const recorded = [
  'one attribute, two values, node-saml: ["alice",{"groups":["a","b"]}]',
  'one attribute, two values, saml20: ["alice",{"groups":["a","b"]}]',
  'one attribute, two values, samlify: ["alice",{"groups":["a","b"]}]',
  'one attribute, two values, saml2-js: ["alice",{"groups":["a","b"]}]',
  'two attributes of one name, node-saml: ["alice",{"groups":"b"}]',
  'two attributes of one name, saml20: ["alice",{"groups":"b"}]',
  'two attributes of one name, samlify: ["alice",{"groups":["a","b"]}]',
  'two attributes of one name, saml2-js: ["alice",{"groups":["b"]}]',
  'two statements, node-saml: ["alice",{"groups":"a","mail":"alice@example.com"}]',
  'two statements, saml20: ["alice",{}]',
  'two statements, samlify: ["alice",{"groups":"a","mail":"alice@example.com"}]',
  'two statements, saml2-js: refused: Expected 1 AttributeStatement inside Assertion; found 2',
];
(async () => {
  const seen = [];
  for (const [name, statements] of Object.entries(cases))
    for (const [library, read] of Object.entries(libraries)) {
      const answer = await read(signed(statements)).then(JSON.stringify, (error) => `refused: ${error.message}`);
      seen.push(`${name}, ${library}: ${answer}`);
    }
  console.log(seen.join('\n'));
  if (seen.join() !== recorded.join()) {
    console.error('This differs from what is recorded:', recorded);
    process.exit(1);
  }
})();
JS
echo 'Tried: three signed responses for alice, read by four libraries'
node try.cjs
