import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSallyport, hostCode } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { type PagesOptions, pages } from '@sallyport/pages';
import { memoryStore } from '@sallyport/storage-memory';
import { signIn } from '@sallyport/testing';
import express from 'express';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultsOf } from './support/accessibility.ts';
import { chromiumForThisFile, chromiumHere } from './support/browser.ts';

const GUIDE = join(import.meta.dirname, '../../../docs/guide');
const PASSWORD = 'some long words for a password';
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#4f46e5"/><path d="M7 6v12h10" stroke="#fff" stroke-width="3" fill="none"/></svg>`;

/** The snippets of the guide, as JavaScript. */
const snippets: readonly string[] = [
  ...readFileSync(join(GUIDE, 'looks.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs),
].map(([, code = '']) => ts.transpile(code, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }));

/** The looks of the guide, by name, as their snippets are written. A snippet with an import shows how to mount the pages. */
async function looksOfGuide(): Promise<readonly (readonly [string, PagesOptions])[]> {
  const looks = snippets.filter((code) => !/^import /m.test(code));
  const exported: Readonly<Record<string, PagesOptions>> = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(looks.join('\n'))}`
  );
  return Object.entries(exported);
}

/** An app with the pages in a look. Ada has a password and a mailbox. */
async function served(look: PagesOptions) {
  const app = express();
  const server = app.listen(0);
  await new Promise((listening) => server.once('listening', listening));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const auth = createSallyport({
    origin: url,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    policy: { administrators: {}, requiredStrength: 'single' },
    sendMail: () => {},
    passwordHashing: { memoryCost: 8, timeCost: 1 },
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await auth.close();
  });
  await auth.ready();
  app.get('/ledger.svg', (_request, response) => void response.type('svg').send(LOGO));
  const translation = snippets.find((code) => code.includes('const french')) ?? '';
  app.get('/words/fr.js', (_request, response) => {
    response.type('js').send(`${translation}\nexport default french;`);
  });
  const guard = sallyport(auth);
  app.use('/auth', guard.routes());
  app.post('/profile', guard.require(), (_request, response) => void response.send('bread of the week'));
  app.use(pages(look).middleware);
  const ada = { identifier: 'ada@example.org', email: 'ada@example.org', password: PASSWORD };
  await auth.people.create({ ...ada, by: hostCode('test') });
  const headers = (await signIn(auth, ada, { mode: 'cookie' })).headers();
  const [name = '', value = ''] = 'cookie' in headers ? headers.cookie.split('=') : [];
  return { url, session: { name, value, url } };
}

describe.skipIf(chromiumHere === null)('the looks of the guide, in Chromium', async () => {
  const chromium = chromiumForThisFile();

  it.each(await looksOfGuide())(
    '%s is readable on light and dark pages, and has what the snippet says',
    async (name, look) => {
      const { url, session } = await served(look);
      const { page } = await chromium.at({ url }).sitDown();
      const refused: string[] = [];
      page.on(
        'console',
        (message) => void (message.text().includes('Content Security Policy') && refused.push(message.text())),
      );
      const shot = async (what: string): Promise<void> => {
        if (process.env['SALLYPORT_SCREENSHOTS'] === undefined) return;
        mkdirSync(join(GUIDE, 'looks'), { recursive: true });
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await page.setViewportSize({ width: 880, height: 780 });
        await page.screenshot({ path: join(GUIDE, 'looks', `${name}-${what}.png`) });
      };
      await page.goto('/sign-in');
      await page.getByTestId('submit').waitFor();
      await shot('sign-in');
      const accent = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'));
      const { light, dark, scheme } = look.theme ?? {};
      expect(accent.trim()).toBe((scheme === 'dark' ? dark?.accent : light?.accent) ?? '#0f6e50');
      const title = look.words?.en?.signIn?.title ?? 'Sign in';
      expect(await page.getByTestId('submit').textContent()).toBe(title);
      expect(await page.locator('.logo img').count()).toBe(look.logo === undefined ? 0 : 1);
      expect(await faultsOf(page)).toEqual([]);
      await page.context().addCookies([session]);
      await page.goto('/account');
      await page.getByTestId('overview').waitFor();
      await shot('account');
      expect(await page.getByTestId('slot-account').count()).toBe(look.slots?.account === undefined ? 0 : 1);
      expect(await faultsOf(page)).toEqual([]);
      expect(refused).toEqual([]);
    },
  );

  it('have a form of the app on the account page, whose guarded route takes it', async () => {
    const looks = new Map(await looksOfGuide());
    const { url, session } = await served(looks.get('bakery') ?? {});
    const { page } = await chromium.at({ url }).sitDown();
    await page.context().addCookies([session]);
    await page.goto('/account?some=token');
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.url().endsWith('/profile')),
      page.getByTestId('slot-account').getByRole('button').click(),
    ]);
    expect(await request.headerValue('referer')).toBe(`${url}/`);
    await page.getByText('bread of the week').waitFor();
  });

  it('speak the language that the guide adds, also in dates', async () => {
    const looks = new Map(await looksOfGuide());
    const { url, session } = await served(looks.get('inFrench') ?? {});
    const { page } = await chromium.at({ url }, { locale: 'fr-FR' }).sitDown();
    await page.goto('/sign-in');
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    expect(await page.title()).toBe('Se connecter · Exemple');
    await page.getByLabel('Adresse e-mail ou nom').fill('ada@example.org');
    await page.getByRole('button', { name: 'Se connecter' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().addCookies([session]);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    // What the translation leaves out is in English.
    expect(await page.getByTestId('overview').textContent()).toMatch(
      /signed out .*\b(janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)/,
    );
  });

  it('stay in English where the script of a language is missing', async () => {
    const { url } = await served({ languages: { fr: { script: '/words/none.js', words: {} } } });
    const { page } = await chromium.at({ url }, { locale: 'fr-FR' }).sitDown();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });
});
