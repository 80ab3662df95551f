import type { AccountId } from '@sallyport/store';

/** A request, as `contextOf` sees it. */
export interface ContextRequest {
  /** The address of the client, if the adapter knows it, in one form (RFC 5952) and without a port. Behind a proxy, let the framework trust the proxy first. */
  readonly ip: string | undefined;
  /** By lower-case name. Any client can send any header, so only a header that a trusted proxy writes says anything. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The path, with the mount. `undefined` if the adapter does not know the mount, or the host's own code gives no path. */
  readonly path: string | undefined;
}

/** The account of a request. */
export interface ContextAccount {
  readonly accountId: AccountId;
}

/** The names of the contexts of a request. A name that the policy does not know adds nothing. */
export type ContextOf = (
  request: ContextRequest,
  who: ContextAccount | undefined,
) => readonly string[] | Promise<readonly string[]>;

/** The contexts that the host told of a request. `unknown`: the host could not say, and every context of the policy applies. */
export type Told = readonly string[] | 'unknown';
