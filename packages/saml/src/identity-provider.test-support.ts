import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import samlify from 'samlify';
import type { KeyPair } from './options.ts';

samlify.setSchemaValidator({ validate: async () => 'not validated' });

export const SITE = 'https://app.example/auth/sign-in/sso/corp-saml';
export const CALLBACK: string = `${SITE}/callback`;
export const ENTITY_ID: string = `${SITE}/metadata`;
export const PROVIDER = 'https://idp.example/metadata';
export const MFA = 'https://refeds.org/profile/mfa';
export const NOW: number = Date.parse('2026-03-04T05:06:07Z');

/** A fresh key with a self-signed certificate. */
export async function keyPair(name: string, bits = 2048): Promise<KeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: bits,
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    { serialNumber: '01', name: `CN=${name}`, keys, signingAlgorithm: algorithm },
    crypto,
  );
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/g)?.join('\n');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
    certificate: certificate.toString('pem'),
  };
}

const RESPONSE = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{IssueInstant}" Destination="{Destination}" InResponseTo="{ResponseTo}"><saml:Issuer>{ResponseIssuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{StatusCode}"/></samlp:Status>{ASSERTION}</samlp:Response>`;
const ASSERTION = `<saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{IssueInstant}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Issuer>{Issuer}</saml:Issuer><saml:Subject><saml:NameID Format="{Format}">{NameID}</saml:NameID><saml:SubjectConfirmation Method="{Method}"><saml:SubjectConfirmationData NotOnOrAfter="{ConfirmationEnds}" Recipient="{Recipient}" InResponseTo="{InResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{NotBefore}" NotOnOrAfter="{NotOnOrAfter}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{AuthnInstant}" SessionIndex="_session"><saml:AuthnContext><saml:AuthnContextClassRef>{Context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="mail" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue xsi:type="xs:string">{Mail}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>everyone</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`;

export interface Issued {
  readonly requestId: string;
  /** Replaces single values before signing, to make a signed response with a fault. */
  readonly over?: Readonly<Record<string, string>>;
  /** Changes the XML before it is signed. */
  readonly before?: (xml: string) => string;
  /** Changes the XML after signing, as an attacker does. */
  readonly after?: (xml: string) => string;
  readonly signs?: 'assertion' | 'response' | 'both';
  readonly keys?: KeyPair;
  readonly algorithm?: string;
  /** The certificate, in PEM, to encrypt the assertion for. */
  readonly encryptFor?: string;
  readonly encryption?: { readonly content?: string; readonly key?: string };
}

export interface TestProvider {
  readonly metadata: string;
  readonly keys: KeyPair;
  /** Makes a `SAMLResponse` parameter. */
  issue(issued: Issued): Promise<string>;
}

/** An identity provider built on samlify, whose answers a test can change. */
export async function identityProvider(): Promise<TestProvider> {
  const keys = await keyPair('idp');
  return { keys, metadata: providerOf(keys).getMetadata(), issue: (issued) => issue(keys, issued) };
}

function providerOf(keys: KeyPair, issued?: Issued): ReturnType<typeof samlify.IdentityProvider> {
  const { Redirect } = samlify.Constants.BindingNamespace;
  // A separate constant, because two of the settings are missing from samlify's types.
  const settings = {
    entityID: PROVIDER,
    privateKey: keys.key,
    signingCert: keys.certificate,
    requestSignatureAlgorithm: issued?.algorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    isAssertionEncrypted: issued?.encryptFor !== undefined,
    dataEncryptionAlgorithm: issued?.encryption?.content ?? 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    keyEncryptionAlgorithm: issued?.encryption?.key ?? 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    singleSignOnService: [{ Binding: Redirect, Location: 'https://idp.example/sso' }],
    // No test uses the endpoint. Without an endpoint samlify prints a warning.
    singleLogoutService: [{ Binding: Redirect, Location: 'https://idp.example/slo' }],
    loginResponseTemplate: { context: RESPONSE.replace('{ASSERTION}', ASSERTION), attributes: [] },
  };
  return samlify.IdentityProvider(settings);
}

async function issue(own: KeyPair, issued: Issued): Promise<string> {
  const { signs = 'assertion', keys = own } = issued;
  const receiver = samlify.ServiceProvider({
    entityID: ENTITY_ID,
    wantAssertionsSigned: signs === 'assertion' || signs === 'both',
    wantMessageSigned: signs === 'response' || signs === 'both',
    encryptCert: issued.encryptFor,
    assertionConsumerService: [{ Binding: samlify.Constants.BindingNamespace.Post, Location: CALLBACK }],
  });
  const id = `_${crypto.randomUUID()}`;
  const fill = (template: string): { id: string; context: string } => {
    const values: Record<string, string> = { ...valuesOf(issued), ID: id, ...issued.over };
    const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(values[name] ?? ''));
    return { id, context: issued.before?.(filled) ?? filled };
  };
  const request = { extract: { request: { id: issued.requestId } } };
  const { context } = await providerOf(keys, issued).createLoginResponse(receiver, request, 'post', {}, fill);
  const xml = Buffer.from(context, 'base64').toString();
  return encoded(issued.after?.(xml) ?? xml);
}

function escaped(text: string): string {
  return text.replaceAll(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function encoded(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

/** An unsigned error response with these nested status codes, as many providers send it. */
export function refusal(requestId: string, ...codes: readonly string[]): string {
  const status = 'urn:oasis:names:tc:SAML:2.0:status:';
  const nested = codes.reduceRight(
    (inner, code) => `<samlp:StatusCode Value="${status}${code}">${inner}</samlp:StatusCode>`,
    '',
  );
  const values = { ...valuesOf({ requestId }), ID: '_no', ASSERTION: '' };
  const xml = RESPONSE.replace('<samlp:StatusCode Value="{StatusCode}"/>', nested).replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => new Map(Object.entries(values)).get(name) ?? '',
  );
  return encoded(xml);
}

export function at(milliseconds: number): string {
  return new Date(NOW + milliseconds).toISOString();
}

function valuesOf({ requestId }: Pick<Issued, 'requestId'>): Record<string, string> {
  return {
    AssertionID: `_${crypto.randomUUID()}`,
    IssueInstant: at(0),
    Destination: CALLBACK,
    ResponseTo: requestId,
    ResponseIssuer: PROVIDER,
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    Issuer: PROVIDER,
    Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    NameID: 'ben-7f3a',
    Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
    ConfirmationEnds: at(300_000),
    Recipient: CALLBACK,
    InResponseTo: requestId,
    NotBefore: at(-1_000),
    NotOnOrAfter: at(300_000),
    Audience: ENTITY_ID,
    AuthnInstant: at(-30_000),
    Context: MFA,
    Mail: 'ben@corp.example',
  };
}
