/** A parameter of this page's address. */
export function parameter(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name) ?? undefined;
}

/** Reads a parameter and takes it out of the address, so that a reload does not act on it again. */
export function takeParameter(name: string): string | undefined {
  const value = parameter(name);
  if (value === undefined) return undefined;
  const rest = new URLSearchParams(location.search);
  rest.delete(name);
  history.replaceState(history.state, '', location.pathname + (rest.size === 0 ? '' : `?${rest}`));
  return value;
}

/** Where to go once signed in: `?next=`, if it is a path of this site, else the account. */
export function nextPath(): string {
  return localPath(parameter('next')) ?? '/account';
}

/** Where the host goes on, if it began this sign-in: the `location` of its continuation, if that is a path of this site. */
export function continuedPath(continuation: unknown): string | undefined {
  if (typeof continuation !== 'object' || continuation === null || !('location' in continuation)) return undefined;
  return typeof continuation.location === 'string' ? localPath(continuation.location) : undefined;
}

/** A path of this site, or nothing: never another origin, however it is written. */
export function localPath(path: string | undefined): string | undefined {
  if (path === undefined || !path.startsWith('/')) return undefined;
  const url = URL.canParse(path, location.origin) ? new URL(path, location.origin) : undefined;
  return url?.origin === location.origin ? url.pathname + url.search + url.hash : undefined;
}

/** Another page of a sign-in, which keeps where it was going. */
export function withNext(path: string): string {
  const next = localPath(parameter('next'));
  return next === undefined ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** The sign-in page, coming back here afterwards. */
export function signInAndReturn(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

const noteKey = 'sallyport.note';
const newsKey = 'sallyport.news';

/** Leaves a sentence for the account page to begin with. */
export function leaveNews(news: string): void {
  sessionStorage.setItem(newsKey, news);
}

export function takeNews(): string | undefined {
  const news = sessionStorage.getItem(newsKey) ?? undefined;
  sessionStorage.removeItem(newsKey);
  return news;
}

/** Leaves a sentence for the sign-in page to begin with. */
export function leaveNote(note: string | undefined): void {
  if (note !== undefined) sessionStorage.setItem(noteKey, note);
}

export function takeNote(): string | undefined {
  const note = sessionStorage.getItem(noteKey) ?? undefined;
  sessionStorage.removeItem(noteKey);
  return note;
}

/** Takes a token out of the address bar and the history once it is read. */
export function dropParameters(): void {
  history.replaceState(history.state, '', location.pathname);
}
