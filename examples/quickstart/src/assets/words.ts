import { type Language, language } from '@sallyport/pages/parts';
import type { Words } from '../words/catalogue.ts';

/** Imports each language separately. A page loads only the sentences of its language. */
const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('../words/en.ts')).english,
  de: async () => (await import('../words/de.ts')).german,
};

/** The sentences of the demo's own pages. */
export const words: Words = await catalogue[language]();
