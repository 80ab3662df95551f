import { unknownMember } from '@sallyport/core';
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

/** Thrown when the app is set up, for an option that no adapter has: with a misspelt `addressLimit`, there would be no limit. */
export class UnknownOption extends Error {
  /** Always `unknown-option`. */
  readonly code = 'unknown-option';
  constructor(
    { name, meant }: { readonly name: string; readonly meant: string | undefined },
    known: readonly string[],
  ) {
    super(
      `sallyport(auth, { ${name} }): no option of this name; ${meant === undefined ? `there are ${known.join(', ')}` : `did you mean '${meant}'?`}`,
    );
    this.name = 'UnknownOption';
  }
}

const OPTIONS: readonly string[] = Object.keys({
  ...{ pages: true, cookieDomain: true, publicPath: true, addressLimit: true, onFault: true },
  ...{ basePath: true, parts: true, ip: true },
} satisfies Record<keyof HttpOptions | 'basePath' | 'parts' | 'ip', true>);

/**
 * Checks an adapter's options when the adapter is made, so that an app that only guards routes learns of an error too.
 *
 * @throws {InvalidCookieDomain} if browsers would reject the cookies
 * @throws {InvalidPath} if `publicPath` is not a path
 * @throws {InvalidAddressLimit} if `addressLimit` has no function `consume`
 * @throws {UnknownOption} if no adapter has an option of this name
 */
export function checkOptions({ origin }: Pick<Sallyport, 'origin'>, options: HttpOptions): void {
  const { cookieDomain, publicPath, addressLimit } = options;
  const unknown = unknownMember(options, OPTIONS);
  if (unknown !== undefined) throw new UnknownOption(unknown, OPTIONS);
  // A function answers at the first request of each tenant.
  if (origin !== '') cookiesFor(origin, cookieDomain);
  if (addressLimit !== undefined && typeof addressLimit?.consume !== 'function') throw new InvalidAddressLimit();
  checkPath('publicPath', publicPath);
}

/**
 * Checks a prefix. An absent prefix and the root are valid.
 *
 * @throws {InvalidPath}
 */
export function checkPath(name: string, path: unknown): void {
  if (path === undefined || path === '') return;
  if (!isPath(path)) throw new InvalidPath(name, path);
}

export function isPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?!\/)[^\s?#\\\p{Cc}]*$/u.test(path);
}
