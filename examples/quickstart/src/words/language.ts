/** The languages that the pages speak. To add one: its code here, and its catalogue beside the others. */
export type Language = 'en' | 'de';

export const languages: readonly Language[] = ['en', 'de'];

/** Where nobody asked for another. */
export const FIRST_LANGUAGE: Language = 'en';

/** The code as one of the pages' languages: `de` of `de-AT`. */
export function languageOf(code: string | undefined): Language | undefined {
  const [primary] = (code ?? '').trim().toLowerCase().split('-');
  return languages.find((language) => language === primary);
}

/**
 * The language that a browser asks for.
 *
 * @param accepted the header `Accept-Language` (RFC 9110 §12.5.4)
 */
export function preferredLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').flatMap((wish) => {
    const [code, parameter] = wish.split(';');
    const [language, quality] = [languageOf(code), qualityOf(parameter)];
    return language === undefined || quality === 0 ? [] : [{ language, quality }];
  });
  // The sort is stable: of equal wishes the first one counts.
  return wishes.toSorted((one, other) => other.quality - one.quality)[0]?.language ?? FIRST_LANGUAGE;
}

function qualityOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1;
  const quality = Number(/^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]);
  return Number.isNaN(quality) ? 0 : quality;
}
