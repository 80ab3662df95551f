import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wholeChromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds } from '@sallyport/example-quickstart/test/shared-computer';
import { chromiumFlags } from '@sallyport/test-support/real-parts';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

/** Seconds until the browser drops the cookies, which a restart keeps. */
const DAY = 86_400;

describe.skipIf(wholeChromiumHere() === null)('a tab that the browser restores after a restart, in Chromium', () => {
  /** Opens a browser that restores its tabs, with one folder for a test. */
  async function browserOf(): Promise<() => Promise<BrowserContext>> {
    const folder = await mkdtemp(join(tmpdir(), 'restored-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return async () => {
      const opened = await chromium.launchPersistentContext(folder, {
        executablePath: wholeChromiumHere()?.path ?? '',
        args: [...chromiumFlags, '--restore-last-session'],
        baseURL: new URL(app.url).origin,
      });
      onTestFinished(() => opened.close());
      return opened;
    };
  }

  /** The tab that the browser opened at an address with this part. */
  async function tabAt(browser: BrowserContext, part: string): Promise<Page> {
    const found = (): Page | undefined => browser.pages().find((page) => page.url().includes(part));
    await expect.poll(() => found()?.url(), { timeout: 30_000 }).toContain(part);
    return found() ?? browser.newPage();
  }

  it('X44 keeps nothing of a person whose session ended meanwhile', async () => {
    const sought = await app.newcomer();
    const { person } = await app.administratorOfPeople();
    const open = await browserOf();
    const before = await open();
    const expires = Date.now() / 1000 + DAY;
    const cookies = Array.from(person.client.cookies, ([name, value]) => ({ name, value, url: app.url, expires }));
    await before.addCookies(cookies);
    const account = await before.newPage();
    await account.goto('/account');
    await account.getByTestId('new-backup-codes').click();
    await account.getByTestId('confirm').click();
    await account.getByTestId('backup-code').first().waitFor();
    const codes = await account.getByTestId('backup-code').allTextContents();
    const people = await before.newPage();
    await people.goto(`/admin/people?query=${encodeURIComponent(sought.identifier)}`);
    await people.getByTestId('accounts').waitFor();
    await people.getByTestId('who').filter({ hasText: person.identifier }).waitFor();
    const typed = await before.newPage();
    await typed.goto('/sign-up');
    await typed.getByTestId('email').fill('typed@example.org');
    expect([await holds(account), await holds(people)].join()).toContain(codes[0]);
    await before.close();
    await person.signsOut();

    const after = await open();
    const [first, second, third] = await Promise.all([
      tabAt(after, 'next=%2Faccount'),
      tabAt(after, 'next=%2Fadmin%2Fpeople'),
      tabAt(after, '/sign-up'),
    ]);
    await Promise.all([first, second].map((page) => page.getByTestId('password').waitFor()));
    await third.getByTestId('email').waitFor();
    const held = (await Promise.all([first, second, third].map(holds))).join('\n');
    for (const personal of [
      person.identifier,
      sought.identifier,
      encodeURIComponent(sought.identifier),
      'typed@',
      ...codes,
    ])
      expect(held).not.toContain(personal);
  });
});
