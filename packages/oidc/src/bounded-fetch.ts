import { ProviderUnavailable } from '@sallyport/store/providers';
import type { CustomFetch } from 'openid-client';
import { mayAsk } from './address.ts';
import type { Settings } from './settings.ts';

const LONGEST_ANSWER = 512 * 1024;

export function boundedFetch(settings: Settings, deadline: AbortSignal): CustomFetch {
  return async (address, init) => {
    const unavailable = (cause: unknown): ProviderUnavailable => new ProviderUnavailable(settings.id, { cause });
    if (!mayAsk(new URL(address), settings.insecureLoopback)) {
      throw unavailable(new Error(`'${address}' is asked by plain http`));
    }
    let response: Response;
    let body: Uint8Array<ArrayBuffer>;
    try {
      response = await settings.fetch(address, { ...init, signal: deadline });
      body = await bodyOf(response);
    } catch (cause) {
      throw unavailable(cause);
    }
    const { status } = response;
    if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
      throw unavailable(new Error(`'${address}' answered ${status}`));
    }
    return new Response(body.length === 0 ? null : body, { status, headers: response.headers });
  };
}

async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER) throw new Error(`'${response.url}' sent more than ${LONGEST_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
