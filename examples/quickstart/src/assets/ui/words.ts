import { FIRST_LANGUAGE, type Language, languageOf } from '../../words/language.ts';
import type { Words } from '../../words/words.ts';

/** One at a time, so that a page loads the sentences of its own language only. */
const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('../../words/en/index.ts')).english,
  de: async () => (await import('../../words/de/index.ts')).german,
};

const shell = typeof document === 'undefined' ? undefined : document.documentElement.lang;

/** The language in which the server wrote this page. */
export const language: Language = languageOf(shell) ?? FIRST_LANGUAGE;

/** What this page says. */
export const words: Words = await catalogue[language]();

/** How dates and numbers are written: as the person's own region writes the language of this page, where the browser tells. */
export const locale: string = regional() ?? language;

function regional(): string | undefined {
  return typeof navigator === 'undefined'
    ? undefined
    : navigator.languages.find((code) => languageOf(code) === language);
}

/** The sentence under a key that came from elsewhere, such as a server's code. */
export function sentenceFor<Sentence>(
  sentences: Readonly<Record<string, Sentence>>,
  key: string,
): Sentence | undefined {
  return Object.hasOwn(sentences, key) ? sentences[key] : undefined;
}
