import type { english } from './en/index.ts';

/** All sentences of the pages. English defines the sentences and their arguments, and an incomplete language does not compile. */
export type Words = typeof english;
