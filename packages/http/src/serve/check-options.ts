import type { Sallyport } from '@sallyport/engine';
import { cookiesFor } from '../caller/cookies.ts';
import { InvalidAddressLimit } from '../message/address-limit.ts';
import type { HttpOptions } from '../problem/http-options.ts';

/** Thrown when the app is set up, for a prefix that no request could ever have. */
export class InvalidPath extends Error {
  /** Always `invalid-path`. */
  readonly code = 'invalid-path';
  constructor(name: string, path: unknown) {
    super(`${name}: '${String(path)}' is no path; write it with a leading slash, as in '/auth', and nothing behind it`);
    this.name = 'InvalidPath';
  }
}

/**
 * Checks an adapter's options when the adapter is made, so that an app that only guards routes learns of an error too.
 *
 * @throws {InvalidCookieDomain} if browsers would reject the cookies
 * @throws {InvalidPath} if `publicPath` is not a path
 * @throws {InvalidAddressLimit} if `addressLimit` has no function `consume`
 */
export function checkOptions(
  { origin }: Pick<Sallyport, 'origin'>,
  { cookieDomain, publicPath, addressLimit }: Pick<HttpOptions, 'cookieDomain' | 'publicPath' | 'addressLimit'>,
): void {
  cookiesFor(origin, cookieDomain);
  if (addressLimit !== undefined && typeof addressLimit?.consume !== 'function') throw new InvalidAddressLimit();
  checkPath('publicPath', publicPath);
}

/**
 * Checks a prefix. An absent prefix and the root are valid.
 *
 * @throws {InvalidPath}
 */
export function checkPath(name: string, path: string | undefined): void {
  if (path === undefined || path === '') return;
  if (typeof path !== 'string' || !/^\/(?!\/)[^\s?#\\\p{Cc}]*$/u.test(path)) throw new InvalidPath(name, path);
}
