/** A browser's long name for itself, in two words. */
export function deviceName(userAgent: string | undefined): string {
  if (userAgent === undefined) return 'Unknown device';
  const browser = /Edg\/|Firefox\/|Chrome\/|Safari\//.exec(userAgent)?.[0].replace('/', '').replace('Edg', 'Edge');
  const device = /iPhone|iPad|Android|Mac|Windows|CrOS|Linux/.exec(userAgent)?.[0];
  return [browser, device].filter((part) => part !== undefined).join(' on ') || userAgent.slice(0, 60);
}
