import type { Instant } from '@sallyport/core';

/** What a client in cookie mode keeps. */
export type CookieKind = 'flow' | 'session' | 'device';

type Read = { readonly [Kind in CookieKind]?: string | undefined };

/** The cookies of one origin: how they are called, read and written. */
export interface Cookies {
  name(kind: CookieKind): string;
  /** The values that a `Cookie` header carries; a name that is there twice counts once, with its first value. */
  read(header: string | undefined): Read;
  /** A `Set-Cookie` line that keeps a token until it ends. */
  keep(kind: CookieKind, kept: { readonly token: string; readonly expiresAt: Instant }, now: Instant): string;
  /** A `Set-Cookie` line that removes the cookie. */
  drop(kind: CookieKind): string;
}

/** Those of the origins asked about: there is one for each Sallyport, and it is asked about with every request. */
const known = new Map<string, Cookies>();

/**
 * The cookies for an origin: `__Host-` and `Secure`, but for plain http on localhost (RFC 6265bis §4.1.3.2). With a domain, that domain's
 * hosts all have them, and they are `__Secure-` (§4.1.3.1).
 *
 * @throws {InvalidCookieDomain} if the origin's host is not within the domain
 */
export function cookiesFor(origin: string, domain?: string): Cookies {
  const key = domain === undefined ? origin : `${origin} ${domain}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const cookies = newCookies(origin, domain);
  known.set(key, cookies);
  return cookies;
}

/** The host asks for a cookie domain that a browser would not take. Thrown at start-up. */
export class InvalidCookieDomain extends Error {
  readonly code = 'invalid-cookie-domain';
  constructor(domain: string, hostname: string) {
    super(`cookieDomain: '${domain}' is not '${hostname}', nor a domain above it; write it without a leading dot`);
    this.name = 'InvalidCookieDomain';
  }
}

function newCookies(origin: string, domain: string | undefined): Cookies {
  const { protocol, hostname } = new URL(origin);
  if (domain !== undefined && hostname !== domain && !(domain.includes('.') && hostname.endsWith(`.${domain}`))) {
    throw new InvalidCookieDomain(domain, hostname);
  }
  const secure = protocol === 'https:';
  const [securePrefix, scope] = domain === undefined ? ['__Host-', ''] : ['__Secure-', `; Domain=${domain}`];
  const prefix = secure ? `${securePrefix}sallyport-` : 'sallyport-';
  const attributes = `Path=/${scope}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const name = (kind: CookieKind): string => prefix + kind;
  return {
    name,
    read: (header) => (header === undefined ? {} : valuesOf(header, prefix)),
    keep: (kind, { token, expiresAt }, now) =>
      `${name(kind)}=${token}; ${attributes}; Max-Age=${Math.max(0, Math.ceil((expiresAt - now) / 1000))}`,
    drop: (kind) => `${name(kind)}=; ${attributes}; Max-Age=0`,
  };
}

/** An empty cookie is none. */
function valuesOf(header: string, prefix: string): Read {
  const values: { [Kind in CookieKind]?: string | undefined } = {};
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    const kind = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if ((kind !== 'flow' && kind !== 'session' && kind !== 'device') || kind in values) continue;
    const value = pair.slice(equals + 1).trim();
    values[kind] = value === '' ? undefined : value;
  }
  return values;
}
