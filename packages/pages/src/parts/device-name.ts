import { browserOf } from '../browser-name.ts';

/** The words for devices. */
export interface DeviceWords {
  /** A device that the server does not know. */
  readonly unknown: string;
  /** A browser on a device: `Firefox on Mac`. */
  readonly browserOn: (browser: string, device: string) => string;
}

/** Shortens a browser's user agent to two words. */
export function deviceName(userAgent: string | undefined, says: DeviceWords): string {
  const { browser, device } = browserOf(userAgent);
  if (browser !== undefined && device !== undefined) return says.browserOn(browser, device);
  return browser ?? device ?? userAgent?.slice(0, 60) ?? says.unknown;
}
