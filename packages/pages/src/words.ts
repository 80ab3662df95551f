import type { Language } from './language.ts';
import { language, words as shared, withHostTexts } from './parts/words.ts';
import type { PageWords } from './settings.ts';
import type { OwnWords } from './words/en/index.ts';

/** A page with many sentences of its own loads them. */
type OfOnePage = 'vault' | 'organisation';

const catalogue: Readonly<Record<Language, () => Promise<Omit<OwnWords, OfOnePage>>>> = {
  en: async () => (await import('./words/en/en-every-page.ts')).english,
  de: async () => (await import('./words/de/de-every-page.ts')).german,
};

export const words: Omit<PageWords, OfOnePage> = withHostTexts({ ...shared, ...(await catalogue[language]()) });
