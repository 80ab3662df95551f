import { type Language, language } from '@sallyport/pages/parts';
import type { Words } from '../words/words.ts';

/** One import for each language, so that a page loads only the sentences of its own language. */
const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('../words/en/index.ts')).english,
  de: async () => (await import('../words/de/index.ts')).german,
};

/** The sentences of the demo's own pages. */
export const words: Words = await catalogue[language]();
