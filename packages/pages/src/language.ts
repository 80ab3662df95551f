/** The languages of the pages. To add a language, add its code here, and its catalogue beside the others. */
export type Language = 'en' | 'de';

/** Every language of the pages. The first language stands in for an unknown preference. */
export const languages: readonly Language[] = ['en', 'de'];

/** The language for browsers without a known preference. */
export const FIRST_LANGUAGE: Language = 'en';

/** The page language of a language code: `de` for `de-AT`. */
export function languageOf(code: string | undefined): Language | undefined {
  const [primary] = (code ?? '').trim().toLowerCase().split('-');
  return languages.find((language) => language === primary);
}

/**
 * The preferred language of a browser.
 *
 * @param accepted the header `Accept-Language` (RFC 9110 §12.5.4)
 */
export function preferredLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').flatMap((wish) => {
    const [code, parameter] = wish.split(';');
    const [language, quality] = [languageOf(code), qualityOf(parameter)];
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
