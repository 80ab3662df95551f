/** A browser and its device, in the words of a user agent. */
export interface BrowserName {
  /** `Firefox`. Absent: unknown. */
  readonly browser: string | undefined;
  /** `Windows`. Absent: unknown. */
  readonly device: string | undefined;
}

/**
 * Finds the names of the browser and of the device in a user agent, for pages and for mails: `Firefox` and `Windows`. Anybody can send any user agent, so
 * the names are a hint for people, and nothing may depend on them.
 */
export function browserOf(userAgent: string | undefined): BrowserName {
  const browser = /Edg\/|Firefox\/|Chrome\/|Safari\//
    .exec(userAgent ?? '')?.[0]
    .replace('/', '')
    .replace('Edg', 'Edge');
  const device = /iPhone|iPad|Android|Mac|Windows|CrOS|Linux/.exec(userAgent ?? '')?.[0];
  return { browser, device };
}
