import type { Sallyport } from '@sallyport/engine';
import { cookiesFor } from '../caller/cookies.ts';
import type { HttpOptions } from '../problem/fault.ts';

/** A prefix that no request would ever have. Thrown when the app is set up. */
export class InvalidPath extends Error {
  readonly code = 'invalid-path';
  constructor(name: string, path: unknown) {
    super(`${name}: '${String(path)}' is no path; write it with a leading slash, as in '/auth', and nothing behind it`);
    this.name = 'InvalidPath';
  }
}

/**
 * What an adapter checks when it is made, before it serves or guards anything: an app that only guards routes is told as well.
 *
 * @throws {InvalidCookieDomain} if no browser would take the cookies
 * @throws {InvalidPath} if `publicPath` is no path
 */
export function checkOptions(
  { origin }: Pick<Sallyport, 'origin'>,
  { cookieDomain, publicPath }: Pick<HttpOptions, 'cookieDomain' | 'publicPath'>,
): void {
  cookiesFor(origin, cookieDomain);
  checkPath('publicPath', publicPath);
}

/**
 * Whether requests can come below a prefix: none is one, and the root too.
 *
 * @throws {InvalidPath}
 */
export function checkPath(name: string, path: string | undefined): void {
  if (path === undefined || path === '') return;
  if (typeof path !== 'string' || !/^\/(?!\/)[^\s?#\\\p{Cc}]*$/u.test(path)) throw new InvalidPath(name, path);
}
