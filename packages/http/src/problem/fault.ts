import { instant } from '@sallyport/core';
import { isStoreUnavailable } from '@sallyport/engine';
import type { AddressLimit } from '../message/address-limit.ts';
import type { Refused } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { Pages } from './pages.ts';
import { problemReply } from './problem.ts';

/** Options of a host for serving the contract. */
export interface HttpOptions {
  /** The host's pages where single sign-on sends a person. */
  readonly pages?: Pages | undefined;
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

/** The answer to a thrown error: 503 or 404 if the error's code is known, otherwise 500, since the error is a defect. */
export function faultReply(fault: unknown, { onFault = toConsole }: HttpOptions, instance: string): NeutralReply {
  const problem = (refused: Refused): NeutralReply => problemReply({ refused }, EPOCH, instance);
  // `EPOCH` in place of the clock, because the clock itself may have failed.
  if (isStoreUnavailable(fault)) return problem('store-unavailable');
  if (hasCode(fault, 'provider-unavailable')) return problem('provider-unavailable');
  if (hasCode(fault, 'busy')) return problem('busy');
  // Any client can send a request of an unknown tenant. The engine warned the operator of the first such request.
  if (hasCode(fault, 'bad-tenant')) return problem('not-found');
  try {
    onFault(fault, { instance });
  } catch {
    // A failing `onFault` does not change the answer.
  }
  // Closed: a limiter that fails must not become a way past the limit.
  if (hasCode(fault, 'address-limit-unavailable')) return problem('busy');
  // 503, because in a rolling upgrade or a rotation of secrets another process can answer. The host still gets the fault, by `onFault` above.
  if (hasCode(fault, 'record-too-new') || hasCode(fault, 'unknown-key')) return problem('store-unavailable');
  return problem('internal');
}

/** Whether an error has this `code`. */
export function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

const EPOCH = instant(0);

function toConsole(fault: unknown, { instance }: { readonly instance: string }): void {
  console.error(`sallyport: an unexpected fault (${instance})`, fault);
}
