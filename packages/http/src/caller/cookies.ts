import type { Instant } from '@sallyport/core';
import type { CookieKind } from '../message/refusal.ts';
import { trimmed } from '../message/white-space.ts';

type Read = { readonly [Kind in CookieKind]?: string | undefined };

export interface Cookies {
  name(kind: CookieKind): string;
  /** If a name appears twice, the first value counts. */
  read(header: string | undefined): Read;
  setCookie(kind: CookieKind, kept: { readonly token: string; readonly expiresAt: Instant }, now: Instant): string;
  drop(kind: CookieKind): string;
}

const known = new Map<string, Cookies>();

/**
 * With the prefix `__Host-`, except for plain http on localhost (RFC 6265bis §4.1.3.2), or `__Secure-` with a domain (§4.1.3.1).
 *
 * @throws {InvalidCookieDomain}
 */
export function cookiesFor(origin: string, domain?: string): Cookies {
  const key = domain === undefined ? origin : `${origin} ${domain}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const cookies = newCookies(origin, domain);
  known.set(key, cookies);
  return cookies;
}

/** Thrown at start-up if browsers would reject the configured cookie domain. */
export class InvalidCookieDomain extends Error {
  /** Always `invalid-cookie-domain`. */
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
    setCookie: (kind, { token, expiresAt }, now) =>
      `${name(kind)}=${token}; ${attributes}; Max-Age=${Math.max(0, Math.ceil((expiresAt - now) / 1000))}`,
    drop: (kind) => `${name(kind)}=; ${attributes}; Max-Age=0`,
  };
}

/** Only the exact name: browsers let no neighbour host set a cookie whose name begins with `__Host-`, and protect no similar name. */
function valuesOf(header: string, prefix: string): Read {
  const values: { [Kind in CookieKind]?: string | undefined } = {};
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = trimmed(pair.slice(0, Math.max(0, equals)));
    const kind = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if ((kind !== 'flow' && kind !== 'session' && kind !== 'device') || kind in values) continue;
    const value = trimmed(pair.slice(equals + 1));
    values[kind] = value === '' ? undefined : value;
  }
  return values;
}
