/** A request in the form that the routes read, independent of the framework. */
export interface NeutralRequest {
  /** In upper case: `POST`. */
  readonly method: string;
  /**
   * The prefix where the host mounted the routes, without a trailing slash; empty at the root. `undefined`: the path is not the end of the
   * client's path, so the request has no tenant by its path.
   */
  readonly mount: string | undefined;
  /** The path below the prefix, with a leading slash, percent-encoded as sent, without the query. */
  readonly path: string;
  /** The query as sent, with or without its question mark. */
  readonly search: string;
  /** By lower-cased name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body, read at most once and only for routes with a body. Absent: no body. */
  readonly body?: BodySource;
  /** The client's address, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** The source of the body. A route reads the body only when the route needs the body. */
export type BodySource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array> }
  /** The value that the host's own parser made of the body before the routes ran. */
  | { readonly kind: 'parsed'; readonly value: unknown };

/** RFC 9110 §9.2.1. */
export function changesState(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * RFC 6455 §4.2.1. CORS does not apply to WebSockets: a page of any origin can open one with the cookies of the app's origin. `trim` takes too much
 * white space away: the origin is then checked once too often, never too seldom.
 */
export function opensWebSocket({ upgrade }: NeutralRequest['headers']): boolean {
  return upgrade?.split(',').some((protocol) => /^websocket(\/|$)/i.test(protocol.trim())) === true;
}
