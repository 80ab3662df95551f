import type { TokenKeeper } from './tokens.ts';

/** The options of `createSallyportClient`. The defaults suit a page on the origin of the server. */
export interface ClientOptions {
  /** The path at which the host mounted Sallyport. Default: `/auth`. */
  readonly baseUrl?: string | undefined;
  /**
   * `'include'` for a page on another origin that the server trusts; `baseUrl` is then an absolute address. Cookies travel only within one
   * site, that is between subdomains. Default: `'same-origin'`.
   */
  readonly credentials?: 'same-origin' | 'include' | undefined;
  /**
   * Token mode, for a native app and for a page on another site: the client sends no cookies, and keeps the tokens here. The keeper is as good as the
   * person's password: see {@link TokenKeeper}. Absent: cookie mode.
   */
  readonly tokens?: TokenKeeper | undefined;
  /**
   * The account that the page shows now, or `undefined`. If another account is signed in meanwhile, a request for the signed-in person throws 412
   * `precondition-failed`, and nothing happens. The steps of a flow and the sign-out are not concerned.
   */
  readonly shownAccount?: (() => string | undefined) | undefined;
  /** Replaces the global `fetch`, for tests and for hosts with a wrapper. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const NAMES = Object.keys({
  ...{ baseUrl: true, credentials: true, tokens: true, shownAccount: true, fetch: true },
} satisfies Record<keyof ClientOptions, true>);

/**
 * JavaScript takes a misspelt option in silence, and a browser sends no cookies to another origin unless told to: each sign-in would end after its
 * first answer.
 *
 * @throws TypeError for an unknown option, and for another origin without `credentials: 'include'` and `tokens`
 */
export function checkOptions(options: ClientOptions): void {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`createSallyportClient: there is no option '${unknown}'; there are ${NAMES.join(', ')}`);
  const { baseUrl = '/auth', credentials, tokens, fetch } = options;
  const sendsNothing = fetch === undefined && tokens === undefined && credentials !== 'include';
  if (!sendsNothing || typeof location === 'undefined' || !URL.canParse(baseUrl, location.href)) return;
  const { origin } = new URL(baseUrl, location.href);
  if (origin === location.origin) return;
  throw new TypeError(
    `createSallyportClient: ${origin} is another origin than this page, ${location.origin}, and a browser sends it no cookies. ` +
      "Give `credentials: 'include'` if both are subdomains of one site, and otherwise `tokens`.",
  );
}
