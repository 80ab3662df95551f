import type { Language } from '@sallyport/pages';
import { german } from './de.ts';
import { english, type Words } from './en.ts';

export type { Words } from './en.ts';

/** The sentences of the demo in every language. */
export const catalogue: Readonly<Record<Language, Words>> = { en: english, de: german };
