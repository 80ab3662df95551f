/** A path, or a function of the request's path. `undefined`: no pages there. */
export type SitePlace = string | ((path: string) => string | undefined);

/** In the markup of a page: the path below which the pages are served. */
export const AT = '{at}';

const SEGMENTS = /^(?:\/(?!\.+(?:\/|$))[\w.~-]+)*$/;

/**
 * The part of a request's path below which the pages are served. `undefined`: there are none.
 *
 * @throws TypeError for a fixed path that no request has
 */
export function placeBy(at: SitePlace = ''): (path: string) => string | undefined {
  if (typeof at !== 'function' && !SEGMENTS.test(at))
    throw new TypeError(
      `at: '${at}' is no path, such as '/portal': letters, digits, '-', '_', '.' and '~' between slashes`,
    );
  return (path) => {
    const place = typeof at === 'function' ? at(path) : at;
    return typeof place === 'string' && SEGMENTS.test(place) && path.startsWith(`${place}/`) ? place : undefined;
  };
}
