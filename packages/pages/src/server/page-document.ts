import type { Language, PageLanguage } from '../language.ts';
import type { InLanguages } from '../settings.ts';
import type { Site } from './site.ts';

/** A page as HTML, in every language. */
export interface PageDocument {
  /** The path of the page, with a leading slash. */
  readonly path: string;
  /** The whole document for each language. An added language without a document gets the English document. */
  readonly html: InLanguages;
  /**
   * The content security policy in place of {@link contentSecurityPolicy}. `mount` adds `frame-ancestors`, `base-uri` and `form-action`, unless the
   * policy names them.
   */
  readonly policy?: string;
}

/** The part of the content security policy that says what a page may load. */
export const contentSecurityPolicy: string = "default-src 'self'; img-src 'self' data:";

export const withWebAssembly: string = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;

/**
 * CSP Level 3 §6.3 and §6.4. A directive that the policy names stays.
 *
 * @param frameAncestors the origins that may frame the page
 * @throws TypeError for text that is no origin
 */
export function guardedPolicy(
  policy: string = contentSecurityPolicy,
  frameAncestors: Site['frameAncestors'] = [],
): string {
  for (const origin of frameAncestors)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin.includes('*'))
      throw new TypeError(`frameAncestors: '${origin}' is no origin, such as 'https://portal.example.org'`);
  const guards = {
    'frame-ancestors': frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' '),
    'base-uri': "'none'",
    'form-action': "'self'",
  };
  const named = policy.split(';').map((directive) => directive.trim().split(/\s/)[0]?.toLowerCase());
  const added = Object.entries(guards).filter(([name]) => !named.includes(name));
  return [policy, ...added.map((directive) => directive.join(' '))].join('; ');
}

/**
 * No request must carry the token of a mailed link on. With `no-referrer`, the browser would send `Origin: null` with a form, and every guarded route
 * would refuse the form.
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
