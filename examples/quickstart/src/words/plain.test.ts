import { unknownWords, untidy } from '@sallyport/test-support/pages/sentences';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

describe.each([
  ['en', catalogue.en],
  ['de', catalogue.de],
] as const)('the sentences in %s', (language, words) => {
  it('use the words of the people who read them', () => {
    expect(unknownWords(language, words)).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    expect(untidy(words)).toEqual([]);
  });
});
