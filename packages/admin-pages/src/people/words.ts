import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { PeopleWords } from '../words/en/en-people.ts';
import { words as shared } from '../words.ts';

const catalogue: Readonly<Record<Language, () => Promise<PeopleWords>>> = {
  en: async () => (await import('../words/en/en-people.ts')).peoplePage,
  de: async () => (await import('../words/de/de-people.ts')).peoplePage,
};

export const words: typeof shared & PeopleWords = withHostTexts({ ...shared, ...(await catalogue[language]()) });
