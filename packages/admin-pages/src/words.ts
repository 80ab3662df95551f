import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { Words } from './words/en/index.ts';

/** Imports each language separately. A page loads only the sentences of its language. */
const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./words/en/index.ts')).english,
  de: async () => (await import('./words/de/index.ts')).german,
};

/** The sentences of this page. The shared parts have sentences of their own. */
export const words: Words = withHostTexts(await catalogue[language]());
