/** An answer, ready for a framework to write. */
export interface NeutralReply {
  /** The HTTP status. */
  readonly status: number;
  /** By lower-cased name. `Set-Cookie` is separate, because the header can occur several times. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies: readonly string[];
  /** JSON, or empty for a redirect and for status 204. */
  readonly body: string;
  /** A long body that is sent in parts as it comes. Then `body` is empty. If the stream fails, the adapter breaks the connection off. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** The problem's code, if the reply is a problem. */
  readonly problem?: string;
}

/** The body of an answer. JSON omits members that are `undefined`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Status 204 has no content (RFC 9110 §15.3.5). */
export function jsonReply(
  status: number,
  body: JsonObject,
  extra: { readonly headers?: Readonly<Record<string, string>>; readonly cookies?: readonly string[] } = {},
): NeutralReply {
  const isEmpty = status === 204;
  return {
    status,
    headers: {
      ...(isEmpty ? {} : { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...extra.headers,
    },
    cookies: extra.cookies ?? [],
    body: isEmpty ? '' : JSON.stringify(body),
  };
}
