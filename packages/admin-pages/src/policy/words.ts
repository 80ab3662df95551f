import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { PolicyWords } from '../words/en/en-policy.ts';
import { words as shared } from '../words.ts';

const catalogue: Readonly<Record<Language, () => Promise<PolicyWords>>> = {
  en: async () => (await import('../words/en/en-policy.ts')).policyPage,
  de: async () => (await import('../words/de/de-policy.ts')).policyPage,
};

export const words: typeof shared & PolicyWords = withHostTexts({ ...shared, ...(await catalogue[language]()) });
