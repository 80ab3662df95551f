import { unknownWords, untidy } from '@sallyport/test-support/pages/sentences';
import { describe, expect, it } from 'vitest';
import { german } from './de/index.ts';
import { english } from './en/index.ts';

describe.each([
  ['en', english],
  ['de', german],
] as const)('the sentences in %s', (language, words) => {
  it('use the words of the people who read them', () => {
    expect(unknownWords(language, words)).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    expect(untidy(words)).toEqual([]);
  });
});
