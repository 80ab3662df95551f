import type { AddressLimit } from '../message/address-limit.ts';
import type { Pages } from './pages.ts';

/** Options of a host for serving the contract. */
export interface HttpOptions {
  /** The host's pages where single sign-on sends a person, for all tenants or by the tenant's name. */
  readonly pages?: Pages | ((tenant: string) => Pages) | undefined;
  /**
   * A domain whose hosts all receive the cookies, `'example.com'`. Every host of the domain, and every attacker on such a host, can then
   * use a session and plant a cookie. Default: the origin's host alone.
   */
  readonly cookieDomain?: string | undefined;
  /** The path where browsers see the contract if a proxy removes a prefix: `'/app/auth'`. Default: the mount path. */
  readonly publicPath?: string | undefined;
  /**
   * A limit by network address, such as a limiter of `rate-limiter-flexible`: `new RateLimiterRedis({ points: 100, duration: 60, … })`. Each POST
   * without a guard (sign-in, codes, set-up in a flow, recovery) takes one point of its address, before any proof is judged. An address without points is
   * answered 429 `locked` with `Retry-After`. If the limiter fails or is silent for two seconds, the answer is 503 `busy`, and `onFault` gets an
   * `AddressLimitUnavailable`. Behind a proxy, the framework has to trust the proxy, or all people share one address. Default: no limit.
   */
  readonly addressLimit?: AddressLimit | undefined;
  /**
   * Called with every unexpected fault. The client gets a 500 that names only the `instance`. By default the fault and the
   * instance go to `console.error`.
   */
  readonly onFault?: ((fault: unknown, request: { readonly instance: string }) => void) | undefined;
}
