import { chromiumFlags, findChromium, type Program, realPart } from '@sallyport/test-support/real-parts';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium on this machine. If `null`, browser tests are skipped with a message, or fail with `SALLYPORT_REQUIRE_REAL=1`. */
export const chromiumHere: Program | null = realPart('Chromium', findChromium);

let kept: Browser | undefined;

/**
 * The Chromium of this process. The test files of a worker share the browser, and each test opens its own profile. If Vitest ends the worker by
 * a signal, Playwright closes Chromium. If the worker is killed, Chromium ends because its pipe closes.
 */
export async function chromiumOfThisProcess(): Promise<Browser> {
  if (!kept?.isConnected()) {
    kept = await chromium.launch({ executablePath: chromiumHere?.path ?? '', args: [...chromiumFlags] });
  }
  return kept;
}
