import { blockedParts } from '@sallyport/test-support/pages/strict-page';
import { describe, expect, it } from 'vitest';
import { type AdminSite, adminPages } from './index.ts';
import { activity } from './words/en/en-activity.ts';
import { policyPage } from './words/en/en-policy.ts';
import { english } from './words/en/index.ts';
import { thieves } from './words/en/thieves.ts';
import { whatIf } from './words/en/what-if.ts';

describe('the pages of administrators', () => {
  const everywhere = ['/admin', '/admin/people', '/admin/policy', '/admin/activity', '/admin/risks'].flatMap((path) =>
    ['en', 'de'].map((language) => [path, language] as const),
  );

  it.each(everywhere)('%s works under the strict policy, in %s', (path, language) => {
    const reply = adminPages().answer({ method: 'GET', path, acceptLanguage: language });
    const html = Buffer.from(reply?.body ?? []).toString();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<a href="${path}" aria-current="page">`);
    expect(blockedParts(html)).toEqual([]);
  });

  it('show the links of the site beside their own navigation', () => {
    const site: AdminSite = {
      links: [
        { href: '/account', label: { en: 'Account', de: 'Konto' } },
        { href: '/admin', label: { en: 'Admin', de: 'Verwaltung' } },
      ],
    };
    const htmlOf = (given: AdminSite): string =>
      Buffer.from(
        adminPages(given).answer({ method: 'GET', path: '/admin', acceptLanguage: 'de' })?.body ?? [],
      ).toString();
    const html = htmlOf(site);
    expect(html).toContain('<a href="/account">Konto</a><a href="/admin" aria-current="page">Verwaltung</a></nav>');
    expect(html).toContain('<li><a href="/admin/people">');
    expect(blockedParts(html)).toEqual([]);
    expect(htmlOf({})).not.toContain('class="site"');
  });

  it('take the theme, the logo and the languages of a site, and sentences of their own', () => {
    const site: AdminSite = {
      theme: { light: { accent: '#3b3bd6' } },
      words: { en: { titles: { overview: 'Dashboard' } } },
      languages: { fr: { script: '/words/fr.js', words: { titles: { overview: 'Aperçu' } } } },
    };
    const htmlIn = (acceptLanguage: string): string =>
      Buffer.from(adminPages(site).answer({ method: 'GET', path: '/admin', acceptLanguage })?.body ?? []).toString();
    expect(htmlIn('en')).toContain('<h1>Dashboard</h1>');
    expect(htmlIn('fr')).toContain('<h1>Aperçu</h1>');
    const [path = ''] = /\/assets\/theme-\w+\.css/.exec(htmlIn('en')) ?? [];
    expect(Buffer.from(adminPages(site).answer({ method: 'GET', path })?.body ?? []).toString()).toContain(
      '--chart-good:#3b3bd6;',
    );
    expect(() => adminPages(Object({ ...site, signUp: true }))).not.toThrow();
    expect(() => adminPages(Object({ ...site, thme: {} }))).toThrow(/^adminPages: there is no 'thme'/);
  });

  it('X7 refuse a misspelt sentence, and take every sentence of both packages', () => {
    const said = (words: object) => () => adminPages(Object({ words: { en: words } }));
    expect(said({ titels: {} })).toThrow("words, en: there is no sentence 'titels'");
    expect(said({ titles: { overveiw: 'x' } })).toThrow("words, en, titles: there is no sentence 'overveiw'");
    expect(said({ activity: { titel: 'x' } })).toThrow("words, en, activity: there is no sentence 'titel'");
    expect(() => adminPages(Object({ words: { fr: {} } }))).toThrow("words: there is no 'fr'; there are en, de");
    const languages = { fr: { script: '/fr.js', words: { titles: { overveiw: 'x' } } } };
    expect(() => adminPages(Object({ languages }))).toThrow("languages, fr, titles: there is no sentence 'overveiw'");
    for (const catalogue of [
      english,
      policyPage,
      { thieves },
      { whatIf },
      { activity },
      { titles: { signIn: 'Log in' } },
    ])
      expect(said(catalogue)).not.toThrow();
  });
});
