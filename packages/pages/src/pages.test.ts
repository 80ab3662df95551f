import { blockedParts } from '@sallyport/test-support/pages/strict-page';
import { describe, expect, it } from 'vitest';
import { type PagesOptions, pages } from './pages.ts';

const VAULT = { notes: '/app/note' } as const;
const ORGANISATIONS = {
  roles: { owner: {}, finance: {} },
  administrators: { rule: ['owner'], people: ['owner'] },
} as const;
const NO_FRAME = "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const PATHS = ['/sign-in', '/enroll', '/account', '/vault', '/organisation'];

function htmlOf(
  path: string,
  acceptLanguage: string,
  options: PagesOptions = { vault: VAULT, organisations: ORGANISATIONS },
): string {
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

  it('X41 have a page for owners and a list of organisations only where the host has organisations', () => {
    expect(pages().answer({ method: 'GET', path: '/organisation' })).toBeUndefined();
    const told = (options: PagesOptions) =>
      JSON.parse(
        /sallyport-settings" content="([^"]*)"/
          .exec(htmlOf('/account', 'en', options))?.[1]
          ?.replaceAll('&#34;', '"') ?? '',
      ).organisations;
    expect(told({})).toBeUndefined();
    const organisations = ORGANISATIONS;
    const known = { roles: ['owner', 'finance'], administrators: ['owner'] };
    expect(told({ organisations, memberNames: '/app/names' })).toEqual({
      ...known,
      hasPage: true,
      names: '/app/names',
    });
    expect(told({ organisations, parts: ['account'] })).toEqual({ ...known, hasPage: false });
    expect(told({ organisations: {} })).toEqual({ roles: [], administrators: [], hasPage: true });
  });

  it('X41 refuse a route of member names that is no plain path of this origin, or that no organisation needs', () => {
    for (const memberNames of ['https://example.com/names', '//example.com', 'names', '/names?x=y', '/names#x'])
      expect(() => pages({ organisations: ORGANISATIONS, memberNames }), memberNames).toThrow(/memberNames/);
    expect(() => pages({ memberNames: '/names' })).toThrow(/organisations/);
  });

  it('allow WebAssembly on the vault page alone', () => {
    const policyOf = (path: string) =>
      pages({ vault: VAULT }).answer({ method: 'GET', path })?.headers['content-security-policy'];
    expect(policyOf('/vault')).toContain(`'wasm-unsafe-eval'; ${NO_FRAME}`);
    expect(policyOf('/account')).toBe(`default-src 'self'; img-src 'self' data:; ${NO_FRAME}`);
  });
});

it('may be framed by the origins that the host names alone, whatever else a page loads', () => {
  const framedBy = (frameAncestors?: readonly string[]) =>
    ['/account', '/vault'].map(
      (path) =>
        /frame-ancestors [^;]*/.exec(
          pages({ vault: VAULT, frameAncestors }).answer({ method: 'GET', path })?.headers['content-security-policy'] ??
            '',
        )?.[0],
    );
  expect(framedBy()).toEqual(["frame-ancestors 'none'", "frame-ancestors 'none'"]);
  const origins = ['https://portal.example.org', 'http://localhost:4000'];
  expect(framedBy(origins)).toEqual([`frame-ancestors ${origins.join(' ')}`, `frame-ancestors ${origins.join(' ')}`]);
});

it.each(['*', 'https:', "'self'", 'https://*.example.org', 'https://a.example/', 'https://a.example; img-src *', ''])(
  'X7 refuse %j, which is no origin, as a page that may frame them',
  (origin) => {
    expect(() => pages({ frameAncestors: [origin] })).toThrow(`frameAncestors: '${origin}' is no origin`);
  },
);

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

  it('name the roles of a person in the language of the page', () => {
    const roles = { contractor: { en: 'a "guest"', de: 'Gast' }, desk: { en: 'desk', de: 'Empfang', fr: 'accueil' } };
    const site = { ...options, roles, languages: { fr: { script: '/fr.js', words: {} } } };
    const rolesIn = (language: string) =>
      /sallyport-settings" content="([^"]*)"/.exec(htmlOf('/account', language, site))?.[1]?.replaceAll('&#34;', '"');
    expect(JSON.parse(rolesIn('en') ?? '')).toMatchObject({ roles: { contractor: 'a "guest"', desk: 'desk' } });
    expect(JSON.parse(rolesIn('de') ?? '')).toMatchObject({ roles: { contractor: 'Gast', desk: 'Empfang' } });
    expect(JSON.parse(rolesIn('fr') ?? '')).toMatchObject({ roles: { contractor: 'a "guest"', desk: 'accueil' } });
  });

  it('put a logo, an icon, style sheets and scripts of the host into every page, under the strict policy', () => {
    const site = {
      ...options,
      logo: { src: '/logo.svg', dark: '/logo-dark.svg' },
      icon: '/favicon.svg',
      theme: { light: { accent: '#3b3bd6' } },
      styleSheets: ['/brand.css'],
      scripts: ['/profile.js'],
    } as const;
    for (const path of PATHS.filter((one) => one !== '/vault' && one !== '/organisation')) {
      const html = htmlOf(path, 'en', site);
      expect(html).toContain(
        'srcset="/logo-dark.svg"><img src="/logo.svg" alt=""></picture><span>A &#38; &#60;b&#62;</span>',
      );
      expect(html).toContain('<link rel="icon" href="/favicon.svg">');
      expect(html).toMatch(
        /style\.css">\n<link rel="stylesheet" href="\/assets\/theme-[0-9A-F]{8}\.css">\n<link rel="stylesheet" href="\/brand\.css">/,
      );
      expect(html).toContain('<script type="module" src="/profile.js"></script>');
      expect(blockedParts(html)).toEqual([]);
    }
    const [path = ''] = /\/assets\/theme-\w+\.css/.exec(htmlOf('/account', 'en', site)) ?? [];
    const sheet = pages(site).answer({ method: 'GET', path });
    expect(Buffer.from(sheet?.body ?? []).toString()).toContain('--accent:#3b3bd6;');
    expect(sheet?.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(pages().answer({ method: 'GET', path })).toBeUndefined();
    expect(htmlOf('/account', 'en', { ...site, logo: { src: '/logo.svg', withName: true } })).not.toContain('<span>A');
    const dark = htmlOf('/account', 'en', { ...site, theme: { scheme: 'dark' } });
    expect(dark).toContain('<picture class="logo"><img src="/logo-dark.svg" alt=""></picture>');
    expect(dark).toContain('<meta name="color-scheme" content="dark">');
  });

  it.each<[string, PagesOptions]>([
    ['a logo', { logo: { src: 'https://cdn.example/logo.svg' } }],
    ['a logo without a scheme', { logo: { src: '//cdn.example/logo.svg' } }],
    ['a dark logo', { logo: { src: '/logo.svg', dark: 'logo.svg' } }],
    ['an icon', { icon: 'data:text/html,x' }],
    ['a style sheet', { styleSheets: ['https://cdn.example/a.css'] }],
    ['a script', { scripts: ['/\\cdn.example/a.js'] }],
  ])('X7 refuse %s that the policy of the pages would not load', (_what, site) => {
    expect(() => pages(site)).toThrow(TypeError);
  });

  it('replace sentences of a page and its title, in the language that the host names', () => {
    const site: PagesOptions = { words: { en: { titles: { signIn: 'Log in' }, shell: { skip: 'Jump' } } } };
    expect(htmlOf('/sign-in', 'en', site)).toContain('<title>Log in · Sallyport</title>');
    expect(htmlOf('/sign-in', 'en', site)).toContain('>Jump</a>');
    expect(htmlOf('/sign-in', 'de', site)).toContain('<title>Anmelden · Sallyport</title>');
  });

  it('put markup of the host below the card and at the end of the account, by language', () => {
    const site: PagesOptions = {
      signUp: true,
      slots: { signIn: { en: '<p>Terms</p>', de: '<p>AGB</p>' }, signUp: '<p>Up</p>', account: '<form>Name</form>' },
    };
    expect(htmlOf('/sign-in', 'de', site)).toContain('<div class="slot" data-testid="slot-sign-in"><p>AGB</p></div>');
    expect(htmlOf('/sign-up', 'en', site)).toContain('data-testid="slot-sign-up"><p>Up</p></div>');
    expect(htmlOf('/account', 'en', site)).toContain('data-testid="slot-account"><form>Name</form></div>');
    expect(htmlOf('/account', 'en')).not.toContain('class="slot"');
  });

  it('add a language, which the browser asks for', () => {
    const site: PagesOptions = {
      languages: {
        fr: { script: '/words/fr.js', words: { titles: { signIn: 'Connexion' }, shell: { skip: 'Au contenu' } } },
      },
      links: [{ href: '/', label: { en: 'Start', de: 'Start', fr: 'Accueil' } }],
      slots: { signIn: { en: '<p>Terms</p>', de: '<p>AGB</p>' } },
    };
    const html = htmlOf('/sign-in', 'fr-CA,en;q=0.5', site);
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<title>Connexion · Sallyport</title>');
    expect(html).toContain('>Au contenu</a>');
    expect(html).toContain('<a href="/">Accueil</a>');
    expect(html).toContain('&#34;translation&#34;:&#34;/words/fr.js&#34;');
    expect(html).toContain('<p>Terms</p>');
    expect(htmlOf('/account', 'fr', site)).toContain('<title>Account · Sallyport</title>');
    expect(htmlOf('/sign-in', 'de', site)).not.toContain('translation');
    expect(htmlOf('/sign-in', 'fr')).toContain('<html lang="en">');
    expect(pages(site).answer({ method: 'GET', path: '/sign-in', acceptLanguage: 'fr' })?.headers).toMatchObject({
      'content-language': 'fr',
    });
    for (const code of ['de', 'fr-CA', 'FR', ''])
      expect(() => pages({ languages: { [code]: { script: '/words/fr.js', words: {} } } })).toThrow(TypeError);
    expect(() => pages({ languages: { fr: { script: 'https://a.example/fr.js', words: {} } } })).toThrow(TypeError);
  });

  it('X7 are refused if misspelt, which JavaScript takes in silence', () => {
    expect(() => pages(Object({ thme: {} }))).toThrow(/^pages: there is no 'thme'; there are name, links, logo/);
    expect(() => pages(Object({ parts: ['toString'] }))).toThrow(/^parts: there is no page 'toString'/);
    expect(() => pages(Object({ slots: { signin: 'x' } }))).toThrow(/^slots: there is no 'signin'/);
    const titel = { signIn: { titel: 'x' } };
    expect(() => pages(Object({ words: { en: titel } }))).toThrow("words, en, signIn: there is no sentence 'titel'");
    const languages = { fr: { script: '/fr.js', words: { ...titel } } };
    expect(() => pages(Object({ languages }))).toThrow("languages, fr, signIn: there is no sentence 'titel'");
    expect(() => pages(Object({ words: { fr: {} } }))).toThrow("words: there is no 'fr'; there are en, de");
    expect(() => pages({ words: { en: undefined } })).not.toThrow();
  });

  it('serve the named pages alone', () => {
    const served = (site: PagesOptions) =>
      [...PATHS, '/sign-up', '/disown'].filter((path) => pages(site).answer({ method: 'GET', path }) !== undefined);
    expect(served({ parts: ['sign-in', 'enroll'], vault: VAULT, signUp: true })).toEqual(['/sign-in', '/enroll']);
    expect(served({ parts: ['sign-up', 'vault'] })).toEqual([]);
    expect(served({})).toEqual(['/sign-in', '/enroll', '/account', '/disown']);
    expect(() => pages(Object({ parts: ['login'] }))).toThrow(
      "parts: there is no page 'login'; there are sign-in, sign-up",
    );
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
