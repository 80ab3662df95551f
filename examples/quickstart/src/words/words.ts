import type { english } from './en/index.ts';

/** Every sentence of the pages. English says which there are, and what each is told; a language that lacks one does not compile. */
export type Words = typeof english;
