import { localPath } from '@sallyport/browser';
import { here } from './here.ts';
import { keepRecord, recordOf, thisSignIn } from './kept-data.ts';
import { settings } from './settings.ts';
import { forgetSignedOut, isSignedOut } from './signed-out.ts';

/** The path, if the pages may lead on to it: a path of this site outside the contract, and of this tenant if tenants have paths. */
function pathHere(path: string | undefined): string | undefined {
  const found = localPath(path, here('/auth'));
  return settings.staysBelow === true && found?.startsWith(here('/')) !== true ? undefined : found;
}

/** A parameter of this page's address. */
export function parameter(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name) ?? undefined;
}

/** A reload does not use the parameter again. */
export function takeParameter(name: string): string | undefined {
  const value = parameter(name);
  if (value === undefined) return undefined;
  const rest = new URLSearchParams(location.search);
  rest.delete(name);
  history.replaceState(history.state, '', location.pathname + (rest.size === 0 ? '' : `?${rest}`));
  return value;
}

/** `?next=`, if a path of this site, else the account page. */
export function nextPath(): string {
  return pathHere(parameter('next')) ?? here('/account');
}

export function continuedPath(continuation: unknown): string | undefined {
  if (typeof continuation !== 'object' || continuation === null || !('location' in continuation)) return undefined;
  return typeof continuation.location === 'string' ? pathHere(continuation.location) : undefined;
}

/** A guarded route refused a form. The browser does not send the form again. */
export function isFormUnsent(): boolean {
  return parameter('unsent') === 'form' && pathHere(parameter('next')) !== undefined;
}

export function withNext(path: string): string {
  const next = pathHere(parameter('next'));
  if (next === undefined) return path;
  return leadingTo(path, next, isFormUnsent());
}

const withheld = new Set<string>();

/** The address of the sign-in page leaves out these parameters of this page, because they may name a person. */
export function withhold(...parameters: readonly string[]): void {
  for (const parameter of parameters) withheld.add(parameter);
}

/** `?local=1`: after a sign-out in this tab, goes to no provider by itself. */
export function stayingHere(signIn: string): string {
  if (!isSignedOut()) return signIn;
  return `${signIn}${signIn.includes('?') ? '&' : '?'}local=1`;
}

/**
 * The sign-in page with this page as `?next=`.
 *
 * @param unsent whether this page asked for an act that was not done. The sign-in page says so
 */
export function signInAndReturn(unsent = false): string {
  const { pathname, search, hash } = location;
  const kept = new URLSearchParams(search);
  for (const name of withheld) kept.delete(name);
  const query = withheld.size === 0 ? search : kept.size === 0 ? '' : `?${kept}`;
  return stayingHere(leadingTo(here('/sign-in'), pathname + query + hash, unsent));
}

function leadingTo(path: string, next: string, unsent: boolean): string {
  return `${path}?next=${encodeURIComponent(next)}${unsent ? '&unsent=form' : ''}`;
}

const nextKey = 'sallyport.next';

/** The way back has no `?next=`, so the browser keeps the page. */
type Away = 'provider' | 'mailbox';

/** The link of a sign-up opens another tab. */
function storageFor(away: Away): Storage {
  return away === 'provider' ? sessionStorage : localStorage;
}

/** Milliseconds. The link of a sign-up works for an hour. */
const KEPT: Readonly<Record<Away, number>> = { provider: 15 * 60_000, mailbox: 60 * 60_000 };

export function keepNext(away: Away): void {
  const next = pathHere(parameter('next'));
  if (next === undefined) storageFor(away).removeItem(nextKey);
  else storageFor(away).setItem(nextKey, JSON.stringify({ next, at: Date.now(), unsent: isFormUnsent() }));
}

function takeNext(away: Away): { readonly next: string; readonly unsent: boolean } | undefined {
  const storage = storageFor(away);
  const kept: unknown = JSON.parse(storage.getItem(nextKey) ?? 'null');
  storage.removeItem(nextKey);
  if (typeof kept !== 'object' || kept === null || !('next' in kept) || !('at' in kept)) return undefined;
  const next = pathHere(String(kept.next));
  if (next === undefined || Date.now() - Number(kept.at) > KEPT[away]) return undefined;
  return { next, unsent: 'unsent' in kept && kept.unsent === true };
}

export function restoreNext(away: Away): void {
  const kept = takeNext(away);
  if (kept === undefined || parameter('next') !== undefined) return;
  const rest = new URLSearchParams(location.search);
  rest.set('next', kept.next);
  if (kept.unsent) rest.set('unsent', 'form');
  history.replaceState(history.state, '', `${location.pathname}?${rest}`);
}

export function goesOnToKeptNext(): boolean {
  const kept = takeNext('provider');
  if (kept === undefined || kept.next === here('/account')) return false;
  forgetSignedOut();
  location.replace(kept.unsent ? leadingTo(here('/sign-in'), kept.next, true) : kept.next);
  return true;
}

const noteKey = 'sallyport.note';
const newsKey = 'sallyport.news';

export function leaveNews(news: string): void {
  sessionStorage.setItem(newsKey, news);
}

export function takeNews(): string | undefined {
  const news = sessionStorage.getItem(newsKey) ?? undefined;
  sessionStorage.removeItem(newsKey);
  return news;
}

const newsAtEndKey = 'sallyport.news-at-end';

export function leaveNewsAtEnd(news: string): void {
  keepRecord(newsAtEndKey, thisSignIn(), { news });
}

export function hasNewsAtEnd(): boolean {
  return newsAtEnd() !== undefined;
}

function newsAtEnd(): string | undefined {
  const kept = recordOf(newsAtEndKey, thisSignIn());
  return typeof kept === 'object' && kept !== null && 'news' in kept ? String(kept.news) : undefined;
}

export function forgetNewsAtEnd(): void {
  sessionStorage.removeItem(newsAtEndKey);
}

export function tellNewsAtEnd(then: string, done?: string): void {
  const said = [newsAtEnd(), done].filter((news) => typeof news === 'string');
  forgetNewsAtEnd();
  if (then === here('/account') && said.length > 0) leaveNews(said.join(' '));
}

const undoneKey = 'sallyport.undone';
const undoneSetUpKey = 'sallyport.undone-set-up';

/**
 * The page's refused act is not repeated after the return.
 *
 * @param setsUp the factor that the act sets up
 */
export function leaveUndone(setsUp?: string): void {
  sessionStorage.setItem(undoneKey, location.pathname + location.search);
  if (setsUp === undefined) sessionStorage.removeItem(undoneSetUpKey);
  else sessionStorage.setItem(undoneSetUpKey, setsUp);
}

export function isUndone(): boolean {
  return sessionStorage.getItem(undoneKey) !== null;
}

export function setUpOnReturn(method: string): void {
  if (sessionStorage.getItem(undoneSetUpKey) === method) forgetUndone();
}

export function takeUndone(): string | undefined {
  const path = pathHere(sessionStorage.getItem(undoneKey) ?? undefined);
  forgetUndone();
  return path;
}

export function forgetUndone(): void {
  sessionStorage.removeItem(undoneKey);
  sessionStorage.removeItem(undoneSetUpKey);
}

/** Stores a message for the sign-in page. */
export function leaveNote(note: string | undefined): void {
  if (note !== undefined) sessionStorage.setItem(noteKey, note);
}

export function takeNote(): string | undefined {
  const note = sessionStorage.getItem(noteKey) ?? undefined;
  sessionStorage.removeItem(noteKey);
  return note;
}

export function dropParameters(): void {
  history.replaceState(history.state, '', location.pathname);
}
