import { type Language, language, withHostTexts } from '@sallyport/pages/parts';
import type { ActivityWords } from '../words/en/en-activity.ts';
import { words as shared } from '../words.ts';

const catalogue: Readonly<Record<Language, () => Promise<ActivityWords>>> = {
  en: async () => (await import('../words/en/en-activity.ts')).activity,
  de: async () => (await import('../words/de/de-activity.ts')).activity,
};

export const words: typeof shared & { readonly activity: ActivityWords } = withHostTexts({
  ...shared,
  activity: await catalogue[language](),
});
