import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { THOROUGH } from '@sallyport/test-support/how-much';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

/** What every run of axe leaves out: the details of rules that hold, and the request of style sheets for a rule that is not asked. */
const LEAN: axe.RunOptions = { resultTypes: ['violations'], preload: false };

/** The rules of WCAG 2.2 at level AA, axe's best practices, and that an accessible name contains the visible text. */
const EVERYTHING: axe.RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'label-content-name-mismatch': { enabled: true } },
  ...LEAN,
};
const COLOURS: axe.RunOptions = { runOnly: ['color-contrast'], ...LEAN };
/** The rules that a missing or different word can break. */
const WORDS: axe.RunOptions = {
  runOnly: ['button-name', 'document-title', 'html-lang-valid', 'label', 'label-content-name-mismatch', 'link-name'],
  ...LEAN,
};

/**
 * Lists the accessibility faults of the page: every rule on a desktop in light colours, and on a phone the contrast of dark colours, the sizes, and
 * text at 200 %. A thorough run adds forced colours, and every rule on a phone.
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  const note = (look: string, found: readonly string[]): void =>
    void faults.push(...found.map((fault) => `${look}: ${fault}`));
  const before = page.viewportSize() ?? DESKTOP;
  await page.setViewportSize(DESKTOP);
  note('desk', await axeFaults(page, EVERYTHING));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(PHONE);
  note('phone, dark', await axeFaults(page, COLOURS));
  if (THOROUGH) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    note('phone, forced colours', await axeFaults(page, COLOURS));
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    note('phone', await axeFaults(page, EVERYTHING));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  faults.push(...(await sizeFaults(page)));
  await page.setViewportSize(before);
  return faults;
}

/** Lists the faults that another language can cause: words that do not fit on a phone, missing names, and names without the visible text. */
export async function faultsOfWords(page: Page): Promise<readonly string[]> {
  const before = page.viewportSize() ?? DESKTOP;
  await page.setViewportSize(PHONE);
  const faults = [...(await axeFaults(page, WORDS)), ...(await sizeFaults(page))];
  await page.setViewportSize(before);
  return faults;
}

/** Lists what is too small or does not fit, with text at its size and at 200 %. */
async function sizeFaults(page: Page): Promise<readonly string[]> {
  const found = [...(await page.evaluate(smallTargets)), ...(await page.evaluate(cutText))];
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  const large = await page.evaluate(cutText);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  return [...found.map((fault) => `phone: ${fault}`), ...large.map((fault) => `phone, text at 200 %: ${fault}`)];
}

async function axeFaults(page: Page, options: axe.RunOptions): Promise<readonly string[]> {
  const found = await page.evaluate(violations, options);
  if (found !== undefined) return found;
  await page.evaluate(AXE);
  return (await page.evaluate(violations, options)) ?? ['axe is not loaded'];
}

/** Runs in the browser. Returns the violations in words, because the whole result of axe is large. Returns `undefined` if axe is not loaded. */
async function violations(options: axe.RunOptions): Promise<readonly string[] | undefined> {
  const loaded: typeof axe | undefined = Reflect.get(globalThis, 'axe');
  if (loaded === undefined) return undefined;
  // Ends transitions at once, because axe would measure colours between the first and the last. An endless animation has no end.
  for (const each of document.getAnimations()) {
    if (each.effect?.getComputedTiming().endTime !== Infinity) each.finish();
  }
  const { violations } = await loaded.run(document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

/** Lists controls under 44 by 44 pixels. A link in a sentence may have the height of its line (WCAG 2.5.8). */
function smallTargets(): readonly string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')) {
    if (
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) ||
      element.closest('.skip') !== null
    )
      continue;
    const open = document.querySelector('dialog[open]');
    if (open !== null && !open.contains(element)) continue;
    if (element instanceof HTMLAnchorElement && getComputedStyle(element).display === 'inline') continue;
    const target = element.closest('label') ?? element;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < 43.5) found.push(`${element.outerHTML.slice(0, 120)} is ${width} by ${height}`);
  }
  return found;
}

/** Lists text that does not fit: the page or an element is too wide, or the text is cut off. */
function cutText(): readonly string[] {
  const found: string[] = [];
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (!element.checkVisibility() || element.closest('.unseen, .skip, .scroll, svg, thead') !== null) continue;
    const { overflowX, textOverflow } = getComputedStyle(element);
    const wide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (
      wide &&
      !['INPUT', 'TEXTAREA'].includes(element.tagName) &&
      (overflowX !== 'visible' || textOverflow === 'ellipsis')
    )
      found.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
    const { right } = element.getBoundingClientRect();
    if (right > clientWidth + 1 && element.closest('dialog') === null)
      found.push(`outside: ${element.outerHTML.slice(0, 120)}`);
  }
  return found;
}
