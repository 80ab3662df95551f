import { unknownWords, untidy } from '@sallyport/test-support/pages/sentences';
import { describe, expect, it } from 'vitest';
import { german as germanParts } from '../parts/words/de/index.ts';
import { english as englishParts } from '../parts/words/en/index.ts';
import { german } from './de/index.ts';
import { english } from './en/index.ts';

describe.each([
  ['en', { ...englishParts, ...english }],
  ['de', { ...germanParts, ...german }],
] as const)('the sentences in %s', (language, words) => {
  it('use the words of the people who read them', () => {
    expect(unknownWords(language, words)).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    expect(untidy(words)).toEqual([]);
  });
});
