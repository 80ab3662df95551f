import type { Instant } from '@sallyport/core';

/** What a client in cookie mode keeps. */
export type CookieKind = 'flow' | 'session' | 'device';

/** The cookies of one origin: how they are called, read and written. */
export interface Cookies {
  name(kind: CookieKind): string;
  /** The values that a `Cookie` header carries; a name that is there twice counts once, with its first value. */
  read(header: string | undefined): Readonly<Partial<Record<CookieKind, string>>>;
  /** A `Set-Cookie` line that keeps a token until it ends. */
  keep(kind: CookieKind, kept: { readonly token: string; readonly expiresAt: Instant }, now: Instant): string;
  /** A `Set-Cookie` line that removes the cookie. */
  drop(kind: CookieKind): string;
}

/** Those of the origins asked about: there is one for each Sallyport, and it is asked about with every request. */
const known = new Map<string, Cookies>();

/** The cookies for an origin: `__Host-` and `Secure`, but for plain http on localhost (RFC 6265bis §4.1.3.2). */
export function cookiesFor(origin: string): Cookies {
  const cookies = known.get(origin) ?? newCookies(origin);
  known.set(origin, cookies);
  return cookies;
}

function newCookies(origin: string): Cookies {
  const secure = new URL(origin).protocol === 'https:';
  const prefix = secure ? '__Host-sallyport-' : 'sallyport-';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
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
function valuesOf(header: string, prefix: string): Readonly<Partial<Record<CookieKind, string>>> {
  const seen = new Set<string>();
  const values: Partial<Record<CookieKind, string>> = {};
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    const kind = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if ((kind !== 'flow' && kind !== 'session' && kind !== 'device') || seen.has(kind)) continue;
    seen.add(kind);
    const value = pair.slice(equals + 1).trim();
    if (value !== '') values[kind] = value;
  }
  return values;
}
