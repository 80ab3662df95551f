import { words } from '../words.ts';

/** Shortens a browser's user agent to two words. */
export function deviceName(userAgent: string | undefined): string {
  if (userAgent === undefined) return words.account.devices.unknown;
  const browser = /Edg\/|Firefox\/|Chrome\/|Safari\//.exec(userAgent)?.[0].replace('/', '').replace('Edg', 'Edge');
  const device = /iPhone|iPad|Android|Mac|Windows|CrOS|Linux/.exec(userAgent)?.[0];
  if (browser !== undefined && device !== undefined) return words.account.devices.browserOn(browser, device);
  return browser ?? device ?? userAgent.slice(0, 60);
}
