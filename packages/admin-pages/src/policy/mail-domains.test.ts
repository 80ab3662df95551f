import { domainToASCII, domainToUnicode } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asciiDomain, shownDomain } from './mail-domains.ts';

const DOMAINS = [
  ...['bücher.example', 'straße.example', 'εταιρεία.example', 'пример.испытание', '例え.テスト', '中国.example'],
  ...['مثال.إختبار', 'उदाहरण.परीक्षा', 'a-ü-b-ö.example', '𠜎.example', 'corp.example', 'mail.bücher.corp.example'],
];

describe('the mail domains of a policy on the page', () => {
  it.each(DOMAINS)('X43 are shown as their owners write them, and kept in ASCII: %s', (domain) => {
    const ascii = domainToASCII(domain);
    expect(asciiDomain(domain)).toBe(ascii);
    expect(shownDomain(ascii)).toBe(domainToUnicode(ascii));
  });

  it.each([
    ['that decodes to nothing', 'xn--.example'],
    ['with a letter that punycode has not', 'xn--bcher_kva.example'],
    ['that ends too early', 'xn--bcher-kv.example'],
    ['that is too large', 'xn--99999999999.example'],
    ['that is longer than any number', `xn--${'9'.repeat(59)}.example`],
    ['that would be an ASCII name', 'xn--corp-.example'],
    ['in capitals after its letters', 'xn--BCHER-KVA.example'],
  ])('X43 are shown in ASCII where the letters lead elsewhere: a label %s', (_, domain) => {
    expect(shownDomain(domain)).toBe(domain);
  });

  it.each(['bü cher.example', 'bücher.example/path', 'ü@corp.example', 'bücher.example:80', ''])(
    'X43 stay as they are typed where they are none: %s',
    (typed) => {
      expect(asciiDomain(typed)).toBe(typed);
    },
  );
});
