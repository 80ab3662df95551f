import type { Logger } from '../contract/host.ts';

export const CONSOLE: Logger = {
  warn: (message, details) => console.warn(`sallyport: ${message}`, ...shown(details)),
  error: (message, details) => console.error(`sallyport: ${message}`, ...shown(details)),
};

function shown(details: Readonly<Record<string, unknown>> = {}): readonly object[] {
  return Object.values(details).some((value) => value !== undefined) ? [details] : [];
}
