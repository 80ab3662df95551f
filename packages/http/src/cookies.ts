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

/** The cookies for an origin: `__Host-` and `Secure`, but for plain http on localhost (RFC 6265bis §4.1.3.2). */
export function cookiesFor(origin: string): Cookies {
  const secure = new URL(origin).protocol === 'https:';
  const prefix = secure ? '__Host-sallyport-' : 'sallyport-';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const name = (kind: CookieKind): string => prefix + kind;
  return {
    name,
    read: (header) => {
      const values = valuesOf(header ?? '');
      return {
        ...member('flow', values.get(name('flow'))),
        ...member('session', values.get(name('session'))),
        ...member('device', values.get(name('device'))),
      };
    },
    keep: (kind, { token, expiresAt }, now) =>
      `${name(kind)}=${token}; ${attributes}; Max-Age=${Math.max(0, Math.ceil((expiresAt - now) / 1000))}`,
    drop: (kind) => `${name(kind)}=; ${attributes}; Max-Age=0`,
  };
}

function valuesOf(header: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = pair.slice(0, equals).trim();
    if (!values.has(name)) values.set(name, pair.slice(equals + 1).trim());
  }
  return values;
}

/** An empty cookie is none. */
function member(kind: CookieKind, value: string | undefined): Partial<Record<CookieKind, string>> {
  return value === undefined || value === '' ? {} : { [kind]: value };
}
