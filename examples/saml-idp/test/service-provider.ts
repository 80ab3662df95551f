import { generateKeyPairSync } from 'node:crypto';
import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import type { Client } from '@sallyport/example-quickstart/test/client';

export const SP = 'https://sp.example/metadata';
export const ACS = 'https://sp.example/acs';
export const SIGNING_SP = 'https://signing.example/metadata';
export const SIGNING_ACS = 'https://signing.example/acs';

/** A real service provider, built on node-saml. */
export class App {
  readonly #saml: SAML;

  constructor(idp: { readonly url: string; readonly certificate: string }, options: Partial<SamlConfig> = {}) {
    this.#saml = new SAML({
      issuer: SP,
      audience: options.issuer ?? SP,
      callbackUrl: ACS,
      entryPoint: `${idp.url}/saml/sso`,
      idpCert: idp.certificate,
      identifierFormat: null,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: true,
      signatureAlgorithm: 'sha256',
      disableRequestedAuthnContext: true,
      validateInResponseTo: ValidateInResponseTo.always,
      // The test's clock runs ahead of the machine's clock.
      acceptedClockSkewMs: 600_000,
      ...options,
    });
  }

  /** The address of a new request. */
  location(): Promise<string> {
    return this.#saml.getAuthorizeUrlAsync('deep/link?x=1&y="2"', undefined, {});
  }

  /** The address of a new request, as a path of the identity provider. */
  async request(): Promise<string> {
    const { pathname, search } = new URL(await this.location());
    return pathname + search;
  }

  /** The identity in a response, verified by node-saml. */
  async lets(form: PostedForm): Promise<{ nameId: string; context: string; attributes: Record<string, unknown> }> {
    const { profile } = await this.#saml.validatePostResponseAsync({ SAMLResponse: form.response });
    const xml = profile?.getAssertionXml?.() ?? '';
    return {
      nameId: profile?.nameID ?? '',
      context: /<saml:AuthnContextClassRef>([^<]*)</.exec(xml)?.[1] ?? '',
      attributes: Object(profile?.['attributes']),
    };
  }
}

export interface PostedForm {
  readonly action: string;
  readonly response: string;
  readonly relayState?: string;
  readonly xml: string;
}

/** The form of a page that posts a response, or `undefined` for another page. */
export function formOf(html: string): PostedForm | undefined {
  const plain = (text: string | undefined): string | undefined =>
    text?.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const response = /name="SAMLResponse" value="([^"]+)"/.exec(html)?.[1];
  if (response === undefined) return undefined;
  return {
    action: plain(/action="([^"]+)"/.exec(html)?.[1]) ?? '',
    response,
    relayState: plain(/name="RelayState" value="([^"]*)"/.exec(html)?.[1]),
    xml: Buffer.from(response, 'base64').toString(),
  };
}

/** Opens a page of the identity provider in this client, without following redirects. */
export async function opens(
  client: Client,
  path: string,
): Promise<{ status: number; location: string | undefined; text: string; form: PostedForm | undefined }> {
  const { status, headers, text } = await client.host('GET', path);
  return { status, location: headers.get('location') ?? undefined, text, form: formOf(text) };
}

export const strangersKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
