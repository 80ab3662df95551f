import { type Language, languages } from '../language.ts';

/** A page as HTML, in every language. */
export interface PageDocument {
  /** The path of the page, with a leading slash. */
  readonly path: string;
  /** The whole document for each language. */
  readonly html: Readonly<Record<Language, string>>;
  /** The content security policy in place of {@link contentSecurityPolicy}. */
  readonly policy?: string;
}

/** The content security policy of a page. */
export const contentSecurityPolicy: string = "default-src 'self'; img-src 'self' data:";

/** The content security policy of a page that uses WebAssembly. */
export const withWebAssembly: string = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;

/** A page, written once for each language. */
export function pageDocument(path: string, write: (language: Language, path: string) => string): PageDocument {
  const html = Object.fromEntries(languages.map((language) => [language, write(language, path)]));
  return { path, html: html as Record<Language, string> };
}
