import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

/** Words of ours, which nobody else has: of the policy's strengths, and of what administrators do. */
const OURS: Readonly<Record<keyof typeof catalogue, RegExp>> = {
  en: /baseline|enhanced|phishing-resistant|mandate|vouch|ways? in\b|strand|enrol|on this device/i,
  de: /baseline|enhanced|phishing-resistant|mandat|bürg|verbürg|registrier|auf diesem Gerät(?! hat)/i,
};

describe.each(Object.entries(catalogue))('the sentences in %s', (language, words) => {
  const sentences = sentencesOf(words);

  it('use the words of the people who read them', () => {
    const ours = language === 'de' ? OURS.de : OURS.en;
    expect(sentences.filter((sentence) => ours.test(sentence))).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    // What is filled in may stand at an end of what surrounds it.
    expect(sentences.filter((sentence) => /["']|\.\.\.|^\s.*\s$/.test(sentence))).toEqual([]);
  });
});

/** Whatever a sentence is told: a text, a number, or what makes a link of a text. */
const ANYTHING: unknown = Object.assign(() => 'X', { toString: () => 'X', toLowerCase: () => 'x' });

/** Every sentence below, those that are told something with it filled in. */
function sentencesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentencesOf(value(ANYTHING, ANYTHING, ANYTHING));
  if (Array.isArray(value)) return [value.filter((part) => typeof part === 'string').join('')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesOf) : [];
}
