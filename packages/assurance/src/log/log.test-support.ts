import {
  type ExportLine,
  type ExportStart,
  entryOf,
  headText,
  type LogHead,
  type LogKey,
  leafOf,
  type Peaks,
  rootOf,
  startText,
  withLeaf,
} from '@sallyport/core/log';
import type { LogCrypto } from './verify-log.ts';

/** Cryptography in words: a hash is its input, so that no two inputs have the same hash. */
export const IN_WORDS: LogCrypto = {
  text: (prefix, text) => `${prefix}(${text})`,
  node: (left, right) => `1(${left},${right})`,
  empty: '()',
  thumbprint: (x) => `thumb of ${x}`,
  verifies: (key, text, signature) => signature === `${key.x} signs ${text}`,
};

export const KEY: LogKey = keyOf('ours');
const DAY = 86_400_000;

export function keyOf(x: string): LogKey {
  return { ...{ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' }, x, kid: IN_WORDS.thumbprint(x) };
}

export function signed(head: Pick<LogHead, 'size' | 'root' | 'at'>, { x, kid }: LogKey = KEY): LogHead {
  return { ...head, signature: `${x} signs ${headText(head)}`, keyId: kid };
}

export function dayOf(n: number): string {
  return new Date(n * DAY).toISOString();
}

/** An export with batches of these sizes: an event a day, sealed in the evening of the last. */
export function exportOf(sizes: readonly number[], { key = KEY, changed = -1 } = {}): readonly ExportLine[] {
  const start: Omit<ExportStart, 'signature'> = {
    ...{ log: 'sallyport', version: 1, tenant: 'acme', exportedAt: dayOf(1_000), keys: [key] },
    retention: [{ types: ['sign-in.failed'], before: dayOf(2) }],
  };
  const lines: ExportLine[] = [{ ...start, signature: `${key.x} signs ${startText(start)}` }];
  let [size, peaks]: [number, Peaks] = [0, []];
  for (const [turn, events] of sizes.entries()) {
    for (let left = events; left > 0; left--) {
      const detail = { reason: size === changed ? 'another' : `reason ${size}` };
      const event = { id: `e${size}`, at: dayOf(size), type: 'sign-in.failed', detail };
      const leaf = leafOf(IN_WORDS, entryOf(IN_WORDS, event));
      lines.push({ n: size, leaf, event });
      peaks = withLeaf(IN_WORDS, peaks, size, leaf);
      size += 1;
    }
    lines.push({ batch: turn + 1, head: signed({ size, root: rootOf(IN_WORDS, peaks), at: dayOf(size) }, key), peaks });
  }
  return lines;
}

export function headsIn(lines: readonly ExportLine[]): readonly LogHead[] {
  return lines.flatMap((line) => ('head' in line ? [line.head] : []));
}
