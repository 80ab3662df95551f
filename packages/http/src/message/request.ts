/** A request as the routes see it, whatever framework it came through. */
export interface NeutralRequest {
  readonly method: string;
  /** The prefix the host mounted us under, without a trailing slash; empty at the root. */
  readonly mount: string;
  /** Below the prefix, with a leading slash, percent-encoded as it was sent, without the query. */
  readonly path: string;
  /** The query as it was sent, with or without its question mark. */
  readonly search: string;
  /** By lower-cased name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: BodySource;
  /** The client's address, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** Where the body comes from. Nothing is read before a route needs it. */
export type BodySource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array> }
  /** The host's own parser was there first: this is what it made of the body. */
  | { readonly kind: 'parsed'; readonly value: unknown };

/** Whether a request can change something (RFC 9110 §9.2.1 calls the others safe). */
export function changesState(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Whether a request is a WebSocket handshake (RFC 6455 §4.2.1). A page of any origin can open a WebSocket with the cookies of this origin,
 * and read every message: CORS does not apply.
 */
export function opensWebSocket({ upgrade }: NeutralRequest['headers']): boolean {
  return upgrade?.split(',').some((protocol) => /^websocket(\/|$)/i.test(protocol.trim())) === true;
}
