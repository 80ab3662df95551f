import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { WhatIfWords } from '../words/en/what-if.ts';

/** Only an answer to “What if” needs these sentences. */
const catalogue: Readonly<Record<Language, () => Promise<WhatIfWords>>> = {
  en: async () => (await import('../words/en/what-if.ts')).whatIf,
  de: async () => (await import('../words/de/what-if.ts')).whatIf,
};

const { whatIf: said } = withHostTexts({ whatIf: await catalogue[language]() });

export const whatIf: WhatIfWords = said;
