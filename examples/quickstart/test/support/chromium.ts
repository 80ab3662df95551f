import { chromiumFlags, findChromium, type Program, realPart } from '@sallyport/test-support/real-parts';
import { type Browser, chromium } from 'playwright-core';

/** Absent if there is no Chromium; then the tests that drive it are skipped, loudly, or fail where it is required. */
export const chromiumHere: Program | null = realPart('Chromium', findChromium);

let kept: Browser | undefined;

/**
 * The Chromium of this process. The files that a worker runs share it, each test in a profile of its own. Playwright closes it
 * where Vitest ends the worker by a signal, and where the worker is killed Chromium ends by itself: the pipe to it is closed.
 */
export async function chromiumOfThisProcess(): Promise<Browser> {
  if (!kept?.isConnected()) {
    kept = await chromium.launch({ executablePath: chromiumHere?.path ?? '', args: [...chromiumFlags] });
  }
  return kept;
}
