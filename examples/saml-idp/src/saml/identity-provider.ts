import { randomBytes } from 'node:crypto';
import samlify from 'samlify';
import type { AuthnRequest, NameIdFormat } from './authn-request.ts';
import type { ServiceProvider } from './service-providers.ts';
import type { SigningKeys } from './signing-keys.ts';
import { ATTRIBUTE, escaped, filled, METADATA, REFUSAL, RESPONSE, RESPONSE_END } from './templates.ts';

// samlify refuses to parse without a validator. This app does not parse with samlify.
samlify.setSchemaValidator({ validate: () => Promise.reject(new Error('nothing is parsed')) });

/** The subject of an assertion, and the facts of the sign-in. */
export interface SignedIn {
  readonly nameId: { readonly format: NameIdFormat; readonly value: string };
  readonly authTime: number;
  readonly context: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** The second-level status of a refusal (SAML Core §3.2.2.2). */
export type RefusalCode = 'NoPassive' | 'NoAuthnContext' | 'InvalidNameIDPolicy';

export interface IdentityProvider {
  readonly metadata: string;
  /** Makes a `SAMLResponse` with an assertion. Response and assertion are signed. */
  issue(request: AuthnRequest, who: SignedIn, now: number): Promise<string>;
  /** Makes a `SAMLResponse` with the reason why there is no assertion. */
  refuse(request: AuthnRequest, code: RefusalCode, now: number): string;
}

const VALID_FOR = 5 * 60_000;
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** A SAML 2.0 identity provider at this origin. samlify signs the responses. Its metadata asks for signed requests if an app has a key. */
export function identityProvider(
  origin: string,
  { key, certificate }: SigningKeys,
  providers: ReadonlyMap<string, ServiceProvider>,
): IdentityProvider {
  const entityId = `${origin}/saml/metadata`;
  const { Post } = samlify.Constants.BindingNamespace;
  const metadata = filled(METADATA, {
    EntityID: entityId,
    Signed: String([...providers.values()].some((provider) => provider.key !== undefined)),
    Sso: `${origin}/saml/sso`,
    Certificate: certificate.replaceAll(/-----.*?-----|\s/g, ''),
  });
  const idp = samlify.IdentityProvider({
    metadata,
    privateKey: key,
    requestSignatureAlgorithm: SHA256,
    loginResponseTemplate: { context: RESPONSE, attributes: [] },
  });
  const common = (request: AuthnRequest, now: number) => ({
    ID: newId(),
    Now: new Date(now).toISOString(),
    Acs: request.from.acs,
    Request: request.id,
    Issuer: entityId,
  });
  const receiverOf = ({ entityId: entityID, acs }: ServiceProvider): ReturnType<typeof samlify.ServiceProvider> =>
    samlify.ServiceProvider({
      entityID,
      wantAssertionsSigned: true,
      wantMessageSigned: true,
      assertionConsumerService: [{ Binding: Post, Location: acs }],
    });
  return {
    metadata,
    async issue(request, who, now) {
      const values = {
        ...common(request, now),
        AssertionID: newId(),
        Session: newId(),
        Until: new Date(now + VALID_FOR).toISOString(),
        Audience: request.from.entityId,
        Format: who.nameId.format,
        NameID: who.nameId.value,
        AuthnInstant: new Date(who.authTime).toISOString(),
        Context: who.context,
      };
      const context = filled(RESPONSE, values) + attributesXml(who.attributes) + RESPONSE_END;
      const asked = { extract: { request: { id: request.id } } };
      const response = await idp.createLoginResponse(receiverOf(request.from), asked, 'post', {}, () => ({
        id: values.ID,
        context,
      }));
      return response.context;
    },
    refuse: (request, code, now) =>
      samlify.SamlLib.constructSAMLSignature({
        rawSamlMessage: filled(REFUSAL, { ...common(request, now), Top: 'Responder', Code: code }),
        privateKey: key,
        signingCert: String(idp.entityMeta.getX509Certificate('signing')),
        isMessageSigned: true,
        signatureAlgorithm: SHA256,
        isBase64Output: true,
        signatureConfig: {
          prefix: 'ds',
          location: { reference: "/*[local-name(.)='Response']/*[local-name(.)='Issuer']", action: 'after' },
        },
      }),
  };
}

function attributesXml(attributes: SignedIn['attributes']): string {
  const all = Object.entries(attributes).filter(([, values]) => values.length > 0);
  if (all.length === 0) return '';
  const each = all.map(([name, values]) => {
    const texts = values.map(
      (text) => `<saml:AttributeValue xsi:type="xs:string">${escaped(text)}</saml:AttributeValue>`,
    );
    return ATTRIBUTE.replace('{Name}', () => escaped(name)).replace('{Values}', () => texts.join(''));
  });
  return `<saml:AttributeStatement>${each.join('')}</saml:AttributeStatement>`;
}

/** An XML id begins with a letter or an underscore. */
function newId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}
