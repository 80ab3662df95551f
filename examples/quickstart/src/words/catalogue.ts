import type { Language } from '@sallyport/pages';
import { german } from './de/index.ts';
import { english } from './en/index.ts';
import type { Words } from './words.ts';

/** The sentences of the pages in every language. */
export const catalogue: Readonly<Record<Language, Words>> = { en: english, de: german };
