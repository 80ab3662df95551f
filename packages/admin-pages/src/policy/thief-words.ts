import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { ThiefWords } from '../words/en/thieves.ts';

/** Only the review needs these sentences. */
const catalogue: Readonly<Record<Language, () => Promise<ThiefWords>>> = {
  en: async () => (await import('../words/en/thieves.ts')).thieves,
  de: async () => (await import('../words/de/thieves.ts')).thieves,
};

const { thieves: said } = withHostTexts({ thieves: await catalogue[language]() });

export const thieves: ThiefWords = said;
