import { FIRST_LANGUAGE, type Language, languageOf } from '../language.ts';
import { withTexts } from '../with-texts.ts';
import { settings } from './settings.ts';
import type { PartsWords } from './words/en/index.ts';

/** Imports each language separately. A page loads only the sentences of its language. */
const catalogue: Readonly<Record<Language, () => Promise<PartsWords>>> = {
  en: async () => (await import('./words/en/index.ts')).english,
  de: async () => (await import('./words/de/index.ts')).german,
};

const shell = typeof document === 'undefined' ? undefined : document.documentElement.lang;

/** The language of this page, chosen by the server. */
export const language: Language = languageOf(shell) ?? FIRST_LANGUAGE;

/** A catalogue with the host's sentences in place of its own. */
export function withHostTexts<Words extends object>(words: Words): Words {
  return withTexts<object>(words, settings.words) as Words;
}

/** The sentences of the shared parts on this page. */
export const words: PartsWords = withHostTexts(await catalogue[language]());

/** The locale for dates and numbers: the person's region for the page's language, if the browser states a region. */
export const locale: string = regional() ?? language;

function regional(): string | undefined {
  return typeof navigator === 'undefined'
    ? undefined
    : navigator.languages.find((code) => languageOf(code) === language);
}

/** The sentence for a key from outside, such as a server's code. */
export function sentenceFor<Sentence>(
  sentences: Readonly<Record<string, Sentence>>,
  key: string,
): Sentence | undefined {
  return Object.hasOwn(sentences, key) ? sentences[key] : undefined;
}
