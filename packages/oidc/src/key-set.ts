import { ProviderUnavailable } from '@sallyport/store/providers';
import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import * as z from 'zod';

/** Milliseconds. A revoked key is accepted no longer than this. */
const USED_FOR = 300_000;

const MOST_KEYS = 200;

const keySet = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });

export interface KeySet {
  read(request: KeySetRequest): Promise<{ readonly answer: Response; readonly kept: boolean }>;
}

export interface KeySetRequest {
  readonly address: string;
  readonly fetch: CustomFetch;
  readonly init: CustomFetchOptions;
  readonly anew: boolean;
}

export function keySetOf(provider: string): KeySet {
  let last: { readonly address: string; readonly text: string; readonly at: number } | undefined;
  return {
    async read({ address, fetch, init, anew }) {
      if (!anew && last?.address === address && Math.abs(Date.now() - last.at) < USED_FOR) {
        return { answer: answerOf(last.text), kept: true };
      }
      const response = await fetch(address, init);
      const text = await response.text();
      if (response.status !== 200 || !isKeySet(text)) {
        throw new ProviderUnavailable(provider, { cause: new Error(`'${address}' answered without keys`) });
      }
      last = { address, text, at: Date.now() };
      return { answer: answerOf(text), kept: false };
    },
  };
}

function answerOf(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json' } });
}

function isKeySet(text: string): boolean {
  try {
    const { data } = keySet.safeParse(JSON.parse(text));
    return data?.keys.every((key) => typeof key === 'object' && key !== null && !Array.isArray(key)) ?? false;
  } catch {
    return false;
  }
}
