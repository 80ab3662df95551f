import { blockedParts } from '@sallyport/test-support/pages/strict-page';
import { describe, expect, it } from 'vitest';
import { type PagesOptions, pages } from './pages.ts';

const VAULT = { notes: '/app/note' } as const;
const PATHS = ['/sign-in', '/enroll', '/account', '/vault'];

function htmlOf(path: string, acceptLanguage: string, options: PagesOptions = { vault: VAULT }): string {
  const reply = pages(options).answer({ method: 'GET', path, acceptLanguage });
  return Buffer.from(reply?.body ?? []).toString();
}

describe("a person's pages", () => {
  const everywhere = PATHS.flatMap((path) => ['en', 'de'].map((language) => [path, language] as const));

  it.each(everywhere)('%s is in %s for a browser in that language', (path, language) => {
    expect(htmlOf(path, language)).toContain(`<html lang="${language}">`);
  });

  it.each(everywhere)('%s works under the strict policy, in %s', (path, language) => {
    const html = htmlOf(path, language);
    expect(html).toContain('<script');
    expect(blockedParts(html)).toEqual([]);
  });

  it('have no vault page unless the host keeps notes', () => {
    expect(pages().answer({ method: 'GET', path: '/vault' })).toBeUndefined();
    expect(pages({ vault: VAULT }).answer({ method: 'GET', path: '/vault' })?.status).toBe(200);
  });

  it('allow WebAssembly on the vault page alone', () => {
    const policyOf = (path: string) =>
      pages({ vault: VAULT }).answer({ method: 'GET', path })?.headers['content-security-policy'];
    expect(policyOf('/vault')).toContain("'wasm-unsafe-eval'");
    expect(policyOf('/account')).toBe("default-src 'self'; img-src 'self' data:");
  });
});

describe('the options of a host', () => {
  const options: PagesOptions = {
    name: 'A & <b>',
    links: [
      { href: '/', label: { en: 'Start', de: 'Start' } },
      { href: '/account', label: { en: 'My "account"', de: 'Mein Konto' } },
    ],
    words: { en: { shell: { foot: 'Our own foot' } } },
  };

  it('name the site as text, never as markup', () => {
    const html = htmlOf('/sign-in', 'en', options);
    expect(html).toContain('<title>Sign in · A &#38; &#60;b&#62;</title>');
    expect(html).not.toContain('<b>');
  });

  it('mark the link of the present page', () => {
    expect(htmlOf('/account', 'en', options)).toContain(
      '<a href="/">Start</a><a href="/account" aria-current="page">My &#34;account&#34;</a>',
    );
    expect(htmlOf('/account', 'de', options)).toContain('aria-current="page">Mein Konto</a>');
  });

  it('replace a sentence in one language', () => {
    expect(htmlOf('/sign-in', 'en', options)).toContain('<p>Our own foot</p>');
    expect(htmlOf('/sign-in', 'de', options)).not.toContain('<footer');
  });

  it('put the password of sample accounts on the sign-in page alone', () => {
    const withSamples = { sampleAccounts: { password: 'a known password', people: [] } };
    expect(htmlOf('/sign-in', 'en', withSamples)).toContain('a known password');
    expect(htmlOf('/account', 'en', withSamples)).not.toContain('a known password');
  });
});
