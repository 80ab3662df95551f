import {
  chromiumFlags,
  findChromium,
  findWholeChromium,
  type Program,
  realPart,
} from '@sallyport/test-support/real-parts';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** The Chromium on this machine. If `null`, browser tests are skipped with a message, or fail with `SALLYPORT_REQUIRE_REAL=1`. */
export const chromiumHere: Program | null = realPart('Chromium', findChromium);

/** The Chromium with a back/forward cache on this machine, for tests of pages that come back. Missing like {@link chromiumHere}. */
export const wholeChromiumHere = (): Program | null =>
  realPart('Chromium with a back/forward cache', findWholeChromium);

/** What a browser does with a page that the person leaves. `keeps`: Back shows the page as the person left the page. */
export type LeftPages = 'drops' | 'keeps';

const kept = new Map<LeftPages, Browser>();

/**
 * The Chromium of this process. The test files of a worker share the browser, and each test opens its own profile. If Vitest ends the worker by
 * a signal, Playwright closes Chromium. If the worker is killed, Chromium ends because its pipe closes.
 */
export async function chromiumOfThisProcess(leftPages: LeftPages = 'drops'): Promise<Browser> {
  const running = kept.get(leftPages);
  if (running?.isConnected()) return running;
  const launched = await chromium.launch({
    executablePath: (leftPages === 'keeps' ? wholeChromiumHere() : chromiumHere)?.path ?? '',
    args: [...chromiumFlags],
    // Playwright turns the back/forward cache off.
    ignoreDefaultArgs: leftPages === 'keeps' ? ['--disable-back-forward-cache'] : [],
  });
  kept.set(leftPages, launched);
  return launched;
}

/**
 * The browser profiles of a test file. A profile goes on to the next test with the same options, because the first page of a new profile starts a
 * process, and takes four times the processor time of a later page.
 */
export class Profiles {
  readonly #browser: Browser;
  readonly #free = new Map<string, BrowserContext[]>();
  readonly #spent = new WeakSet<BrowserContext>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A profile without cookies, for the test that runs. Its cache may have files of an earlier test. */
  async take(options: BrowserContextOptions): Promise<BrowserContext> {
    const key = JSON.stringify(options);
    const free = this.#free.get(key) ?? [];
    this.#free.set(key, free);
    const profile = free.pop() ?? (await this.#browser.newContext(options));
    // Chromium ends the process of a profile without pages. The first page stays empty and keeps the process.
    const [keeper = await profile.newPage()] = profile.pages();
    onTestFinished(async () => {
      if (this.#spent.has(profile)) return profile.close();
      await Promise.all(profile.pages().map((page) => page !== keeper && page.close()));
      await profile.clearCookies();
      free.push(profile);
    });
    return profile;
  }

  /** The test changes something of the profile that nobody can change back, such as the clock. No other test gets the profile. */
  spend(profile: BrowserContext): void {
    this.#spent.add(profile);
  }

  /** Closes the profiles. No test may use a profile any more. */
  async close(): Promise<void> {
    await Promise.all(
      Array.from(this.#free.values(), (free) => free.splice(0).map((profile) => profile.close())).flat(),
    );
  }
}
