import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { PeopleWords } from '../words/en/en-people.ts';
import { words as shared } from '../words.ts';

/** Imports each language separately, as the words that the administrators' pages share. */
const catalogue: Readonly<Record<Language, () => Promise<PeopleWords>>> = {
  en: async () => (await import('../words/en/en-people.ts')).peoplePage,
  de: async () => (await import('../words/de/de-people.ts')).peoplePage,
};

/** The sentences of the page of people, beside those that the administrators' pages share. */
export const words: typeof shared & PeopleWords = withHostTexts({ ...shared, ...(await catalogue[language]()) });
