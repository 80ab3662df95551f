import { readFileSync } from 'node:fs';

/** The version of this package, from its manifest, which lies above what is built and above its sources. */
export function version(): string {
  const { version: written } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(written);
}
