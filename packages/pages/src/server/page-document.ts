import type { Language, PageLanguage } from '../language.ts';
import type { InLanguages } from '../settings.ts';
import type { Site } from './site.ts';

/** A page as HTML, in every language. */
export interface PageDocument {
  /** The path of the page, with a leading slash. */
  readonly path: string;
  /** The whole document for each language. An added language without a document gets the English document. */
  readonly html: InLanguages;
  /** The content security policy in place of {@link contentSecurityPolicy}. */
  readonly policy?: string;
}

/** The content security policy of a page. */
export const contentSecurityPolicy: string = "default-src 'self'; img-src 'self' data:";

/** The content security policy of a page that uses WebAssembly. */
export const withWebAssembly: string = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;

/**
 * The referrer policy of a page. The address of a page can have the token of a mailed link, which no request must carry on. With `no-referrer`, the
 * browser would also send `Origin: null` with a form of the page, and every guarded route would refuse the form (Fetch, "append a request `Origin` header").
 */
export const REFERRER = 'strict-origin';

/** A page, written once for each language of the pages. */
export function pageDocument(path: string, write: (language: Language, path: string) => string): PageDocument {
  const [en, de] = [write('en', path), write('de', path)];
  return { path, html: { en, de } };
}

/** A page, written once for each language of the pages, and for each language that the site adds. */
export function translatedDocument(
  path: string,
  { languages: added = {} }: Pick<Site, 'languages'>,
  write: (language: PageLanguage, path: string) => string,
): PageDocument {
  const { html } = pageDocument(path, write);
  const others = Object.keys(added).map((language) => [language, write(language, path)]);
  return { path, html: { ...html, ...Object.fromEntries(others) } };
}
