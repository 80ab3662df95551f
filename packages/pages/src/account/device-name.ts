import { browserOf } from '../browser-name.ts';
import { words } from '../words.ts';

/** Shortens a browser's user agent to two words. */
export function deviceName(userAgent: string | undefined): string {
  const { browser, device } = browserOf(userAgent);
  if (browser !== undefined && device !== undefined) return words.account.devices.browserOn(browser, device);
  return browser ?? device ?? userAgent?.slice(0, 60) ?? words.account.devices.unknown;
}
