import { readFileSync } from 'node:fs';

/** The version of this package, from its manifest. The manifest is in the parent folder of both `dist` and `src`. */
export function version(): string {
  const { version: written } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(written);
}
