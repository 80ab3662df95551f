import type { Language } from './language.ts';
import { language, words as shared, withHostTexts } from './parts/words.ts';
import type { PageWords } from './settings.ts';
import type { OwnWords } from './words/en/index.ts';

const catalogue: Readonly<Record<Language, () => Promise<Omit<OwnWords, 'vault'>>>> = {
  en: async () => (await import('./words/en/en-every-page.ts')).english,
  de: async () => (await import('./words/de/de-every-page.ts')).german,
};

export const words: Omit<PageWords, 'vault'> = withHostTexts({ ...shared, ...(await catalogue[language]()) });
