import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { Words } from './words/en/index.ts';

const catalogue: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./words/en/index.ts')).english,
  de: async () => (await import('./words/de/index.ts')).german,
};

export const words: Words = withHostTexts(await catalogue[language]());
