import { describe, expect, it } from 'vitest';
import { languageFor } from './language.ts';

describe('the language of the pages', () => {
  it.each([
    ['de-DE,de;q=0.9,en;q=0.8', 'de'],
    ['de-AT', 'de'],
    ['fr,de;q=0.5,en;q=0.4', 'de'],
    ['en-GB,de;q=0.9', 'en'],
    ['en;q=0.3, de;q=0.7', 'de'],
    ['de;q=0', 'en'],
    ['fr', 'en'],
    ['deutsch', 'en'],
    ['*', 'en'],
    ['de;q=abc', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('of %s is %s', (accepted, language) => {
    expect(languageFor(accepted)).toBe(language);
  });
});
