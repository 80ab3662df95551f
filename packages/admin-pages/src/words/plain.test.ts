import { unknownWords, untidy } from '@sallyport/test-support/pages/sentences';
import { describe, expect, it } from 'vitest';
import { activity as germanActivity } from './de/de-activity.ts';
import { policyPage as germanPolicy } from './de/de-policy.ts';
import { german } from './de/index.ts';
import { activity as englishActivity } from './en/en-activity.ts';
import { policyPage as englishPolicy } from './en/en-policy.ts';
import { english } from './en/index.ts';

describe.each([
  ['en', { ...english, ...englishPolicy, activity: englishActivity }],
  ['de', { ...german, ...germanPolicy, activity: germanActivity }],
] as const)('the sentences in %s', (language, words) => {
  it('use the words of the people who read them', () => {
    expect(unknownWords(language, words)).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    expect(untidy(words)).toEqual([]);
  });
});
