/**
 * The path, if the text is a path of this site: for `?next=`, and for the `location` of a continuation, in a page of the host. Returns `undefined` for every
 * spelling of another origin, also for `/.//host`, which resolves to the path `//host`: a browser that goes to this path leaves the site. Returns `undefined`
 * for the contract's own paths too: a link that leads there after the sign-in could leave for a provider, which signs the browser in as somebody else.
 *
 * Works in a page and on a server, and needs no origin: a text that names a host is no path, also if the host is this site's.
 *
 * @param basePath where the contract is served
 * @example
 * ```ts
 * import { localPath } from '@sallyport/browser';
 *
 * const next = new URLSearchParams(location.search).get('next') ?? undefined;
 * location.assign(localPath(next) ?? '/');
 * ```
 * @example
 * ```ts
 * import { localPath } from '@sallyport/browser';
 *
 * // On a server: a route that leads on.
 * export function leadOn(request: Request): Response {
 *   const next = new URL(request.url).searchParams.get('next') ?? undefined;
 *   return new Response(null, { status: 303, headers: { location: localPath(next) ?? '/' } });
 * }
 * ```
 */
export function localPath(path: string | undefined, basePath = '/auth'): string | undefined {
  const url = path === undefined ? undefined : onThisSite(path);
  if (url === undefined || isBelow(url.pathname, basePath) || ENCODED_SEPARATOR.test(url.pathname)) return undefined;
  // A server or a proxy may compare without case, decode letters and slashes, and cut off what follows `;` in a segment.
  const read = decoded(url.pathname)?.replace(/;[^/\\]*/g, '');
  const asRead = read === undefined ? undefined : onThisSite(read);
  if (asRead === undefined || isBelow(asRead.pathname, basePath)) return undefined;
  return url.pathname + url.search + url.hash;
}

/** Proxies decode once, twice or never, so that they disagree about the segments. */
const ENCODED_SEPARATOR = /%(?:25)*(?:2e|2f|5c|3f|23)/i;

/** Origins that no site has (RFC 2606). */
const NOWHERE = 'https://nowhere.invalid';
const ELSEWHERE = 'https://elsewhere.invalid';

function onThisSite(path: string): URL | undefined {
  if (!path.startsWith('/') || !URL.canParse(path, NOWHERE)) return undefined;
  const url = new URL(path, NOWHERE);
  const leaves = url.origin !== NOWHERE || new URL(path, ELSEWHERE).origin !== ELSEWHERE;
  return leaves || url.pathname.startsWith('//') ? undefined : url;
}

function isBelow(path: string, basePath: string): boolean {
  return path.toLowerCase().startsWith(`${basePath.toLowerCase()}/`);
}

const MOST_PASSES = 4;

/** `undefined`: proxies in a row could decode further. */
function decoded(path: string): string | undefined {
  let read = path;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const once = read.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (once === read) return read;
    read = once;
  }
  return undefined;
}
