import type { Page } from 'playwright-core';
import type { Seat } from './browser.ts';

/** Lets the page behave as in a tab that nobody looks at. In a browser that a program drives, every page has the focus. */
export async function isOutOfSight({ page }: Seat): Promise<void> {
  await page.addInitScript('document.hasFocus = () => false;');
}

/** Brings the tab to the front. */
export function looksAt(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.hasFocus = () => true;
    dispatchEvent(new Event('focus'));
  });
}

/** Everything that a tab holds of a person: its title, its address, the document with the values of the fields, and what scripts of the page can read of the browser. */
export function holds(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
    const stores = JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]);
    const databases = (await indexedDB.databases()).map(({ name }) => name).join();
    const { title, documentElement } = document;
    return [title, location.href, documentElement.textContent, fields, stores, databases].join('\n');
  });
}

/** The texts and the values of fields that a person sees on the page. */
export function shows(page: Page): Promise<string> {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('body *')].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }),
    );
    const texts = seen.flatMap((each) => [
      ...[...each.childNodes].map((node) => (node instanceof Text ? node.data : '')),
      each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement ? each.value : '',
    ]);
    return texts.join('').trim();
  });
}

/** Holds back the server's answers about the session at this page, until the returned function is called. */
export async function heldBack(page: Page): Promise<() => void> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/auth/session', async (route) => {
    await held;
    await route.fallback();
  });
  return letGo;
}
