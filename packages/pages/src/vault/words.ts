import type { Language } from '../language.ts';
import { language, withHostTexts } from '../parts/words.ts';
import type { PageWords } from '../settings.ts';
import type { OwnWords } from '../words/en/index.ts';
import { words as everyPage } from '../words.ts';

const catalogue: Readonly<Record<Language, () => Promise<OwnWords['vault']>>> = {
  en: async () => (await import('../words/en/vault.ts')).vault,
  de: async () => (await import('../words/de/vault.ts')).vault,
};

export const words: Omit<PageWords, 'organisation'> = withHostTexts({
  ...everyPage,
  vault: await catalogue[language](),
});
