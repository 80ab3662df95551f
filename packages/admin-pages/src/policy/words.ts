import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { PolicyWords } from '../words/en/en-policy.ts';
import { words as shared } from '../words.ts';

/** Imports each language separately, as the words that the administrators' pages share. */
const catalogue: Readonly<Record<Language, () => Promise<PolicyWords>>> = {
  en: async () => (await import('../words/en/en-policy.ts')).policyPage,
  de: async () => (await import('../words/de/de-policy.ts')).policyPage,
};

/** The sentences of the page of the policy, beside those that the administrators' pages share. */
export const words: typeof shared & PolicyWords = withHostTexts({ ...shared, ...(await catalogue[language]()) });
