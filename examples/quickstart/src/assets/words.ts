import { type Language, language } from '@sallyport/pages/parts';
import type { Words } from '../words/catalogue.ts';

/** One import for each language, so that a page loads only the sentences of its own language. */
const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('../words/en.ts')).english,
  de: async () => (await import('../words/de.ts')).german,
};

/** The sentences of the demo's own pages. */
export const words: Words = await catalogue[language]();
