import type { Seat } from './browser.ts';

/** A page that Back led to, from the browser's cache, in every moment until the page was loaded anew. */
export interface Returned {
  readonly title: string;
  /** Every text and every value of a field in the document, also a hidden one. */
  readonly held: string;
}

const KEY = 'test.returned';

/**
 * Notes in the tab what a page holds when it comes back from the browser's cache, before a script of the page runs and in every frame afterwards. If
 * the browser loads the page instead, notes why.
 */
const NOTES_RETURNS = `
const fields = () => [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
const held = () => [document.body?.textContent ?? '', ...fields()].join(' ').trim();
addEventListener('pageshow', ({ persisted }) => {
  const [{ type, notRestoredReasons }] = performance.getEntriesByType('navigation');
  if (!persisted) {
    if (type === 'back_forward') sessionStorage.setItem('${KEY}', JSON.stringify({ why: notRestoredReasons }));
    return;
  }
  // Gone in a page that is loaded anew.
  globalThis.returned = true;
  const seen = [];
  const note = () => {
    seen.push({ title: document.title, held: held() });
    sessionStorage.setItem('${KEY}', JSON.stringify({ seen }));
    requestAnimationFrame(note);
  };
  note();
}, true);`;

/** Lets the tab note what a page holds when Back leads to the page. Called before the page is opened. */
export async function notesReturns({ page }: Seat): Promise<void> {
  await page.addInitScript(NOTES_RETURNS);
}

/** Leaves the page for a file of the origin. The browser keeps the page. */
export async function leaves({ page }: Seat): Promise<void> {
  await page.goto('/assets/mark.svg');
}

/**
 * Presses Back, and waits until the page is loaded anew. Throws if the page does not come from the browser's cache: such a page is loaded anew in any case, and the test would show nothing.
 *
 * @returns what the page held, in each moment after its return
 */
export async function goesBack({ page }: Seat): Promise<readonly Returned[]> {
  await page.evaluate((key) => sessionStorage.removeItem(key), KEY);
  // The event `load` was before the page was left.
  await page.goBack({ waitUntil: 'commit' });
  const noted = await page.waitForFunction(
    (key) => !Reflect.has(globalThis, 'returned') && sessionStorage.getItem(key),
    KEY,
  );
  const { seen, why }: { seen?: Returned[]; why?: unknown } = JSON.parse(String(await noted.jsonValue()));
  if (seen === undefined) throw new Error(`The page was not in the browser’s cache: ${JSON.stringify(why)}`);
  return seen;
}

/** Everything that a page held after its return, each text once. */
export function held(returned: readonly Returned[]): string {
  return [...new Set(returned.map((moment) => moment.held))].join(' ').trim();
}
