import type { ProviderResponse } from '@sallyport/store/providers';
import type { Configuration, CustomFetch, IDToken, TokenEndpointResponse } from 'openid-client';
import type { Kept } from './authorization-request.ts';
import { clientOf } from './client.ts';
import type { KeySet } from './key-set.ts';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import { NotBelieved } from './not-believed.ts';
import type { Settings } from './settings.ts';

export interface Exchanged {
  readonly claims: IDToken;
  readonly idToken: string;
  readonly accessToken: string;
  readonly client: Configuration;
}

export interface ExchangeRequest {
  readonly metadata: Metadata;
  readonly keys: KeySet;
  readonly fetch: CustomFetch;
  readonly kept: Kept;
  readonly response: ProviderResponse;
}

/** A code works only once: the second check reuses the token endpoint's answer. */
export async function exchange(settings: Settings, request: ExchangeRequest): Promise<Exchanged> {
  let answer: Response | undefined;
  const attempt = async (anew: boolean, onKept: () => void): Promise<Exchanged> => {
    const { metadata, keys, fetch, response } = request;
    const client = await clientOf(settings, metadata, {
      now: response.now,
      async fetch(address, init) {
        if (address === metadata.keysAddress) {
          const read = await keys.read({ address, fetch, init, anew });
          if (read.kept) onKept();
          return read.answer;
        }
        if (address !== metadata.tokenEndpoint) return fetch(address, init);
        answer ??= await fetch(address, init);
        return answer.clone();
      },
    });
    const tokens = await redeem(client, request);
    const claims = tokens.claims();
    if (claims === undefined || tokens.id_token === undefined) throw new NotBelieved('there is no id_token');
    return { client, claims, idToken: tokens.id_token, accessToken: tokens.access_token };
  };
  let judgedByKept = false;
  try {
    return await attempt(false, () => {
      judgedByKept = true;
    });
  } catch (error) {
    if (!judgedByKept) throw error;
    return attempt(true, () => {});
  }
}

async function redeem(
  client: Configuration,
  { response, kept }: ExchangeRequest,
): Promise<TokenEndpointResponse & { claims(): IDToken | undefined }> {
  const { authorizationCodeGrant } = await openidClient();
  const address = new URL(response.callback);
  address.search = new URLSearchParams(response.parameters).toString();
  return authorizationCodeGrant(client, address, {
    expectedState: response.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.verifier,
    idTokenExpected: true,
  });
}
