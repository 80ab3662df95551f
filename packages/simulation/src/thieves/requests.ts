import type { Sallyport } from '@sallyport/engine';
import { fetchHandler } from '@sallyport/http';

export const ORIGIN = 'https://app.example';

export interface Body {
  readonly status?: string;
  readonly code?: string;
  readonly accept?: readonly { readonly method: string; readonly provider?: string }[];
  readonly offer?: readonly { readonly method: string }[];
  readonly session?: { readonly accountId: string; readonly strength: string };
  readonly backupCodes?: readonly string[];
  readonly secret?: string;
  readonly location?: string;
  readonly enrollmentCode?: string;
  readonly accountId?: string;
  readonly results?: readonly { readonly done: boolean }[];
  readonly version?: number;
  readonly envelopes?: readonly { readonly passkeyId?: string; readonly sealed: string }[];
  readonly policy?: unknown;
  readonly externalIds?: readonly { readonly provider: string; readonly subject: string }[];
}

/** A token is `null` if the answer deleted the cookie. */
export interface Told {
  readonly line: string;
  readonly status: number;
  readonly body: Body;
  readonly flow: string | null | undefined;
  readonly session: string | null | undefined;
  readonly location: string | undefined;
}

export interface Cookies {
  readonly flow?: string | undefined;
  readonly session?: string | undefined;
}

export type Ask = (
  line: string,
  json?: object | undefined,
  cookies?: Cookies,
  headers?: Record<string, string>,
) => Promise<Told>;

export function isDone({ status }: Told): boolean {
  return status >= 200 && status < 300;
}

/** Without a socket. The requests are the same as from a page in a browser. */
export function asker(auth: Sallyport): Ask {
  const answer = fetchHandler(auth, { basePath: '/auth', parts: { signUp: true } });
  return async (line, json, { flow, session } = {}, headers = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const cookies = [
      ...(flow === undefined ? [] : [`__Host-sallyport-flow=${flow}`]),
      ...(session === undefined ? [] : [`__Host-sallyport-session=${session}`]),
    ];
    const isRead = method === 'GET';
    const response = await answer(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: {
          origin: ORIGIN,
          ...(isRead ? {} : { 'content-type': 'application/json' }),
          ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
          ...headers,
        },
        body: isRead ? null : JSON.stringify(json ?? {}),
      }),
    );
    const text = await response.text();
    const body: Body = text.startsWith('{') ? JSON.parse(text) : {};
    const kept = response.headers.getSetCookie();
    return {
      line,
      status: response.status,
      body,
      flow: tokenIn(kept, 'flow'),
      session: tokenIn(kept, 'session'),
      location: response.headers.get('location') ?? undefined,
    };
  };
}

function tokenIn(lines: readonly string[], kind: string): string | null | undefined {
  const name = `__Host-sallyport-${kind}=`;
  const value = lines
    .find((line) => line.startsWith(name))
    ?.slice(name.length)
    .split(';')[0];
  return value === undefined ? undefined : value || null;
}
