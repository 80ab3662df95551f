import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { WebKitTab, webkitHere } from '@sallyport/example-quickstart/test/webkit';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** Notes what the page holds when WebKit brings it back. The page's own listener was there before, and has begun to load the page anew. */
const NOTES_RETURN = `addEventListener('pageshow', ({ persisted }) =>
  sessionStorage.setItem('test.returned', JSON.stringify({ persisted, held: document.body?.textContent ?? '' })))`;

describe.skipIf(webkitHere === null)('a page that Back leads to, in WebKitGTK', () => {
  it('X44 holds nothing after a sign-out, for the account and for the list of people', async () => {
    const person = await app.newcomer();
    const administrator = await app.newcomer('super-admin', 'admin');
    await administrator.proves('password', 'email-code');
    await administrator.enrollsTotp();
    const tab = await WebKitTab.open();
    const { origin } = new URL(app.url);
    const file = `${origin}/assets/mark.svg`;
    const shown = () => tab.evaluate<string>('return document.body?.textContent ?? ""');
    const path = () => tab.evaluate<string>('return location.pathname');

    await tab.goto(file);
    await tab.takesOver(administrator);
    for (const [page, shows] of [
      ['/account', administrator.identifier],
      ['/admin/people', person.identifier],
    ] as const) {
      await tab.goto(`${origin}${page}`);
      await expect.poll(shown).toContain(shows);
      await tab.evaluate(NOTES_RETURN);
    }
    await tab.goto(file);
    await administrator.signsOut();
    for (let page = 0; page < 2; page++) {
      await tab.goBack();
      await expect.poll(path).toBe('/sign-in');
      expect(await tab.evaluate('return JSON.parse(sessionStorage.getItem("test.returned"))')).toEqual({
        persisted: true,
        held: '',
      });
      await tab.evaluate('sessionStorage.clear()');
      await expect.poll(shown).toContain('Sign in');
      expect(await shown()).not.toContain('@example.org');
    }
  });
});
