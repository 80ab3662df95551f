import { verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { Refused } from './refused.ts';
import type { ServiceProvider } from './service-providers.ts';

/** A message by HTTP-Redirect (SAML Bindings §3.4), not verified yet. */
export interface RedirectMessage {
  readonly xml: string;
  readonly relayState?: string;
  /** The signature and the signed part of the query, as received. */
  readonly signed?: { readonly octets: string; readonly algorithm: string; readonly signature: Buffer };
}

const LARGEST = 64 * 1024;
const ALGORITHMS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'RSA-SHA256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'RSA-SHA512',
};

/** Parses the message of a query. @param search the query as received @throws Refused */
export function readRedirect(search: string): RedirectMessage {
  const raw = rawParameters(search);
  const request = raw.get('SAMLRequest');
  if (request === undefined) throw new Refused('There is no SAMLRequest.');
  const relayState = decoded(raw.get('RelayState'));
  const signature = decoded(raw.get('Signature'));
  const octets = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => {
    const value = raw.get(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return {
    xml: inflated(decoded(request) ?? ''),
    relayState,
    signed:
      signature === undefined
        ? undefined
        : {
            octets: octets.join('&'),
            algorithm: decoded(raw.get('SigAlg')) ?? '',
            signature: Buffer.from(signature, 'base64'),
          },
  };
}

/** Checks the signature of a request, over the octets as received. Required if the service provider has a key. @throws Refused */
export function checkSignature({ signed }: RedirectMessage, { key }: ServiceProvider): void {
  if (key === undefined) return;
  if (signed === undefined) throw new Refused('The request is not signed.', 403);
  const algorithm = ALGORITHMS[signed.algorithm];
  if (algorithm === undefined || !verify(algorithm, Buffer.from(signed.octets), key, signed.signature)) {
    throw new Refused('The signature of the request does not hold.', 403);
  }
}

function rawParameters(search: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of search.replace(/^\?/, '').split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (parameters.has(name)) throw new Refused(`${name.slice(0, 50)} is there twice.`);
    parameters.set(name, value.join('='));
  }
  return parameters;
}

function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw new Refused('The query is not encoded as a query is.');
  }
}

function inflated(base64: string): string {
  if (base64.length > LARGEST) throw new Refused('The request is too large.');
  try {
    return inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST }).toString('utf8');
  } catch {
    throw new Refused('The request is not compressed as HTTP-Redirect has it.');
  }
}
