import type { Language } from '../language.ts';
import { language, withHostTexts } from '../parts/words.ts';
import type { PageWords } from '../settings.ts';
import type { OwnWords } from '../words/en/index.ts';
import { words as everyPage } from '../words.ts';

const catalogue: Readonly<Record<Language, () => Promise<OwnWords['organisation']>>> = {
  en: async () => (await import('../words/en/en-organisation.ts')).organisation,
  de: async () => (await import('../words/de/de-organisation.ts')).organisation,
};

export const words: Omit<PageWords, 'vault'> = withHostTexts({
  ...everyPage,
  organisation: await catalogue[language](),
});
