import type { ProviderResponse } from '@sallyport/store/providers';
import type { Configuration, CustomFetch, IDToken, TokenEndpointResponse } from 'openid-client';
import type { Kept } from './authorization-request.ts';
import { clientOf } from './client.ts';
import type { KeySet } from './key-set.ts';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import { NotBelieved } from './not-believed.ts';
import type { Settings } from './settings.ts';
import { isAboutDate, readWithoutDate } from './unread-date.ts';

export interface Exchanged {
  readonly claims: IDToken;
  readonly idToken: string;
  readonly accessToken: string;
  readonly client: Configuration;
  readonly dateNotRead?: string;
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
    const { now } = response;
    const answering: CustomFetch = async (address, init) => {
      if (address === metadata.keysAddress) {
        const read = await keys.read({ address, fetch, init, anew });
        if (read.kept) onKept();
        return read.answer;
      }
      if (address !== metadata.tokenEndpoint) return fetch(address, init);
      answer ??= await fetch(address, init);
      return answer.clone();
    };
    const client = await clientOf(settings, metadata, { now, fetch: answering });
    try {
      return exchanged(client, await redeem(client, request));
    } catch (error) {
      if (answer === undefined || !isAboutDate(error)) throw error;
      const read = await readWithoutDate(answer.clone(), metadata, answering);
      const withoutDate = await clientOf(settings, metadata, {
        now,
        fetch: async () => read.answer,
        isSignatureVerified: true,
      });
      const { claims, accessToken } = exchanged(withoutDate, await redeem(withoutDate, request));
      return { client, claims, accessToken, idToken: read.idToken, dateNotRead: read.dateNotRead };
    }
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

type Tokens = TokenEndpointResponse & { claims(): IDToken | undefined };

function exchanged(client: Configuration, tokens: Tokens): Exchanged {
  const claims = tokens.claims();
  if (claims === undefined || tokens.id_token === undefined) throw new NotBelieved('there is no id_token');
  return { client, claims, idToken: tokens.id_token, accessToken: tokens.access_token };
}

async function redeem(client: Configuration, { response, kept }: ExchangeRequest): Promise<Tokens> {
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
