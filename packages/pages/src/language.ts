/** The languages of the pages. To add a language, add its code here, and its catalogue beside the others. */
export type Language = 'en' | 'de';

/** Every language of the pages. The first language stands in for an unknown preference. */
export const languages: readonly Language[] = ['en', 'de'];

/** The language for browsers without a known preference. */
export const FIRST_LANGUAGE: Language = 'en';

/** The code of a language that a host adds, such as `fr`: the primary subtag of RFC 5646, in lower case. */
export type AddedLanguage = string & {};

/** The language of a page. */
export type PageLanguage = Language | AddedLanguage;

/** The page language of a language code: `de` for `de-AT`. */
export function languageOf(code: string | undefined): Language | undefined {
  return languages.find((language) => language === primaryOf(code));
}

export function primaryOf(code: string | undefined): string {
  return (code ?? '').trim().toLowerCase().split('-')[0] ?? '';
}

/**
 * The preferred language of a browser, of the languages of the pages.
 *
 * @param acceptLanguage the header `Accept-Language` (RFC 9110 §12.5.4)
 */
export function languageFor(acceptLanguage: string | undefined): Language;
/**
 * The preferred language of a browser, of the languages of the pages and of the host.
 *
 * @param acceptLanguage the header `Accept-Language` (RFC 9110 §12.5.4)
 * @param added the languages that the host adds
 */
export function languageFor(acceptLanguage: string | undefined, added: readonly AddedLanguage[]): PageLanguage;
export function languageFor(acceptLanguage: string | undefined, added: readonly AddedLanguage[] = []): PageLanguage {
  const known: readonly PageLanguage[] = [...languages, ...added];
  const wishes = (acceptLanguage ?? '').split(',').flatMap((wish) => {
    const [code, parameter] = wish.split(';');
    const [language, quality] = [known.find((one) => one === primaryOf(code)), qualityOf(parameter)];
    return language === undefined || quality === 0 ? [] : [{ language, quality }];
  });
  // The sort is stable: of equal wishes the first wish counts.
  return wishes.toSorted((one, other) => other.quality - one.quality)[0]?.language ?? FIRST_LANGUAGE;
}

function qualityOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1;
  const quality = Number(/^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]);
  return Number.isNaN(quality) ? 0 : quality;
}
