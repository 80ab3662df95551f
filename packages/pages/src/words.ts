import type { Language } from './language.ts';
import type { PartsWords } from './parts/words/en/index.ts';
import { language, words as shared } from './parts/words.ts';
import type { OwnWords } from './words/en/index.ts';

const catalogue: Readonly<Record<Language, () => Promise<OwnWords>>> = {
  en: async () => (await import('./words/en/index.ts')).english,
  de: async () => (await import('./words/de/index.ts')).german,
};

/** The sentences of this page, with those of the shared parts. */
export const words: PartsWords & OwnWords = { ...shared, ...(await catalogue[language]()) };
