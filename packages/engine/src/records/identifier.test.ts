import { describe, expect, it } from 'vitest';
import { normaliseAddress, normaliseIdentifier } from './identifier.ts';

describe('the normal form of an identifier', () => {
  it.each([
    ['space around it', '  Ben@Example.org\t'],
    ['wide letters', 'ｂｅｎ@example.org'],
    ['a zero-width space', 'ben\u200b@example.org'],
    ['a zero-width space at its end', 'ben@example.org \u200b'],
    ['a soft hyphen', 'be\u00adn@example.org'],
    ['a mark of direction', '\u202eben@example.org'],
    ['a variation selector', 'ben\ufe0f@example.org'],
  ])('X6 X7 is the same with %s', (_, written) => {
    expect(normaliseIdentifier(written)).toBe('ben@example.org');
    expect(normaliseAddress(written)).toBe('ben@example.org');
  });

  it('X7 is nothing where nobody sees anything', () => {
    expect(normaliseIdentifier(' \u200b\u2060 ')).toBe('');
  });
});
