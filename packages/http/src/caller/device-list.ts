import { DEVICES_PER_BROWSER } from '@sallyport/engine/adapters';

const BETWEEN = '.';

const TOKEN = /^[A-Za-z0-9_-]{43,128}$/;

/** At most {@link DEVICES_PER_BROWSER}, each once. Ignores an entry that is not a token. */
export function deviceTokensIn(value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const tokens = [...new Set(value.split(BETWEEN))].filter((entry) => TOKEN.test(entry)).slice(0, DEVICES_PER_BROWSER);
  return tokens.length === 0 ? undefined : tokens;
}

export function deviceList(tokens: readonly string[]): string {
  return tokens.join(BETWEEN);
}
