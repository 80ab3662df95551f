import { FIRST_LANGUAGE, type Language, languageOf, primaryOf } from '../language.ts';
import { withTexts } from '../with-texts.ts';
import { settings } from './settings.ts';
import type { PartsWords } from './words/en/index.ts';

/** A page loads only its language. */
const catalogue: Readonly<Record<Language, () => Promise<PartsWords>>> = {
  en: async () => (await import('./words/en/index.ts')).english,
  de: async () => (await import('./words/de/index.ts')).german,
};

const shell = typeof document === 'undefined' ? undefined : document.documentElement.lang;

/** The language of this page, chosen by the server. */
export const language: Language = languageOf(shell) ?? FIRST_LANGUAGE;

const translation = settings.translation === undefined ? undefined : await translationAt(settings.translation);

/** A catalogue with the host's translation or sentences in place of its own. */
export function withHostTexts<Words extends object>(words: Words): Words {
  return withTexts<object>(words, translation ?? settings.words) as Words;
}

/** A translation that cannot be loaded leaves the page in English. */
async function translationAt(script: string): Promise<object | undefined> {
  try {
    const { default: words }: { readonly default: object } = await import(script);
    return words;
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

export const words: PartsWords = withHostTexts(await catalogue[language]());

/** The locale for dates and numbers: the person's region for the page's language, if the browser states a region. */
export const locale: string = regional() ?? (shell || language);

function regional(): string | undefined {
  return typeof navigator === 'undefined'
    ? undefined
    : navigator.languages.find((code) => primaryOf(code) === primaryOf(shell));
}

/** The sentence for a key from outside, such as a server's code. */
export function sentenceFor<Sentence>(
  sentences: Readonly<Record<string, Sentence>>,
  key: string,
): Sentence | undefined {
  return Object.hasOwn(sentences, key) ? sentences[key] : undefined;
}

/** The name of a role in the host's words. */
export function roleName(role: string): string {
  return sentenceFor(settings.roles ?? {}, role) ?? role;
}
