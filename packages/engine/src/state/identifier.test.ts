import { isInAddressForm } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdentifier, normaliseAddress, normaliseIdentifier, shownIdentifier } from './identifier.ts';

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

  it('X6 X7 is the same with a character that nobody sees between a letter and its accent', () => {
    const written = `andre\u034f\u0301@example.org`;
    expect(normaliseIdentifier(written)).toBe('andré@example.org');
    expect(normaliseIdentifier(normaliseIdentifier(written))).toBe(normaliseIdentifier(written));
  });

  it.each(['a\0b@example.org', 'a\u0001@example.org', 'a\u0085@example.org', 'a\ud800@example.org'])(
    'X7 is no address with a character that no store keeps: %j',
    (written) => {
      expect(normaliseAddress(written)).toBeUndefined();
    },
  );

  it.each([
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['Ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@faß.example', 'ada@xn--fa-hia.example'],
    ['ада@пример.рф', 'ада@xn--e1afmkfd.xn--p1ai'],
    ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  ])('X43 has an international domain in ASCII, as a browser sends it: %s', (written, stored) => {
    expect(normaliseIdentifier(written)).toBe(stored);
    expect(normaliseAddress(written)).toBe(stored);
    expect(normaliseAddress(shownIdentifier(stored))).toBe(stored);
  });

  it('X43 is shown with the domain as its owners write it', () => {
    expect(shownIdentifier('ada@xn--bcher-kva.example')).toBe('ada@bücher.example');
    expect(shownIdentifier('ada@xn--.example')).toBe('ada@xn--.example');
    for (const plain of ['ada', 'ada@example.org', 'xn--bcher-kva', 'corp\\ada'])
      expect(shownIdentifier(plain)).toBe(plain);
  });

  it.each(['a..b@docomo.example', 'a.@docomo.example', '.a@docomo.example'])(
    'X43 may have dots anywhere before the @, as docomo gave them: %s',
    (written) => expect(normaliseAddress(written)).toBe(written),
  );

  it.each([
    'ada@',
    'ada@ex ample.org',
    'ada@example..org',
    'ada@-example.org',
    'ada@bü cher.example',
    'a@b@bücher.example\n',
  ])('X43 is no address: %j', (written) => expect(normaliseAddress(written)).toBeUndefined());

  it('X21 of an address has the form of a mail address, and no normal form has another one', () => {
    const unit = fc.constantFrom(
      'a',
      'é',
      'İ',
      'ﬁ',
      'K',
      'ẞ',
      '.',
      '@',
      '＠',
      ' ',
      '\u200b',
      '\u0301',
      '"',
      'J',
      'Ϊ',
      '\u030c',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (written) => {
        const identifier = normaliseIdentifier(written);
        expect(normaliseIdentifier(identifier)).toBe(identifier);
        const address = normaliseAddress(written);
        expect(address === undefined || (address === identifier && isInAddressForm(address))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('X6 X7 of each capital with each mark that joins letters has no other normal form', () => {
    const characters = Array.from({ length: 0x2_0000 }, (_, at) => String.fromCodePoint(at));
    const letters = characters.filter((one) => one.toLowerCase() !== one.toUpperCase());
    const marks = new Set(letters.flatMap((one) => [...one.normalize('NFD')].slice(1)));
    const capitals = letters.filter((one) => one.toLowerCase() !== one);
    const wrong: string[] = [];
    for (const capital of capitals)
      for (const mark of marks) {
        const normal = normaliseIdentifier(capital + mark);
        if (normaliseIdentifier(normal) !== normal) wrong.push(capital + mark);
      }
    expect(wrong).toEqual([]);
    expect(normaliseIdentifier('J\u030c')).toBe('\u01f0');
  });

  it('X7 is nothing where nobody sees anything', () => {
    expect(normaliseIdentifier(' \u200b\u2060 ')).toBe('');
  });
});

it.each([
  ['dora@example.org', 'd•••@example.org'],
  ['dora', 'd•••'],
  ['@dora', '@•••'],
  ['dora@', 'd•••'],
  ['', '•••'],
])('X7 the short form of %j shows a domain, and no more of a name', (identifier, short) => {
  expect(maskIdentifier(identifier)).toBe(short);
});
