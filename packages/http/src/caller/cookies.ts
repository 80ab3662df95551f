import type { Instant } from '@sallyport/core';
import type { CookieKind } from '../message/refusal.ts';
import { isWhiteSpace, trimmed } from '../message/white-space.ts';

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
 * With the prefix `__Host-`, except for plain http on localhost (RFC 6265bis §4.1.3.2), or `__Secure-` with a domain (§4.1.3.1). The name
 * ends in the domain: of two cookies of one name, browsers send the older one first.
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
  const [securePrefix, scope, suffix] =
    domain === undefined ? ['__Host-', '', ''] : ['__Secure-', `; Domain=${domain}`, `.${domain}`];
  const prefix = secure ? `${securePrefix}sallyport-` : 'sallyport-';
  const attributes = `Path=/${scope}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const name = (kind: CookieKind): string => prefix + kind + suffix;
  return {
    name,
    read: (header) => (header === undefined ? {} : valuesOf(header, prefix, suffix)),
    setCookie: (kind, { token, expiresAt }, now) =>
      `${name(kind)}=${token}; ${attributes}; Max-Age=${Math.max(0, Math.ceil((expiresAt - now) / 1000))}`,
    drop: (kind) => `${name(kind)}=; ${attributes}; Max-Age=0`,
  };
}

/**
 * Goes from prefix to prefix, because a site may have many other cookies. Only the exact name counts: browsers let no neighbour host set a cookie whose
 * name begins with `__Host-`, and protect no similar name.
 */
function valuesOf(header: string, prefix: string, suffix: string): Read {
  const values: { [Kind in CookieKind]?: string | undefined } = {};
  for (let at = header.indexOf(prefix); at >= 0; at = header.indexOf(prefix, at + prefix.length)) {
    if (!beginsPair(header, at)) continue;
    const semicolon = header.indexOf(';', at);
    const [name, value] = pairOf(header.slice(at, semicolon < 0 ? header.length : semicolon));
    if (!name.endsWith(suffix)) continue;
    const kind = name.slice(prefix.length, name.length - suffix.length);
    if ((kind !== 'flow' && kind !== 'session' && kind !== 'device') || kind in values) continue;
    values[kind] = value === '' ? undefined : value;
  }
  return values;
}

const MOST_OTHERS = 4;

/** The tokens of sessions by a former `cookieDomain`, or of another app. */
export function otherSessions(header: string | undefined, own: string): readonly string[] {
  return tokensOf(header, SESSION, (name) => name !== own);
}

/** The same for flows. `own` is the token. */
export function otherFlows(header: string | undefined, own: string | undefined): readonly string[] {
  return tokensOf(header, FLOW, (_, token) => token !== own);
}

const SESSION = /^(?:__(?:Host|Secure)-)?sallyport-session(?:\.|$)/;
const FLOW = /^(?:__(?:Host|Secure)-)?sallyport-flow(?:\.|$)/;

function tokensOf(
  header: string | undefined,
  names: RegExp,
  isOther: (name: string, token: string) => boolean,
): readonly string[] {
  if (header === undefined) return [];
  const tokens: string[] = [];
  for (const [name, token] of pairsIn(header)) {
    if (token !== '' && names.test(name) && isOther(name, token)) tokens.push(token);
  }
  return tokens.slice(0, MOST_OTHERS);
}

type Pair = readonly [name: string, value: string];

function* pairsIn(header: string): Generator<Pair> {
  for (const pair of header.split(';')) yield pairOf(pair);
}

function pairOf(pair: string): Pair {
  const equals = pair.indexOf('=');
  return [trimmed(pair.slice(0, Math.max(0, equals))), trimmed(pair.slice(equals + 1))];
}

function beginsPair(header: string, place: number): boolean {
  let before = place - 1;
  while (isWhiteSpace(header.charCodeAt(before))) before -= 1;
  return before < 0 || header[before] === ';';
}
