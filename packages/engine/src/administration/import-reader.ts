import type { InputFault } from '../contract/index.ts';

/** A member with `null` counts as absent. */
export type Members = Readonly<Record<string, unknown>>;

export class RowReader {
  readonly faults: InputFault[] = [];

  fault(path: string, message: string, more: Pick<InputFault, 'code' | 'limit'> = {}): undefined {
    this.faults.push({ path, message, ...more });
    return undefined;
  }

  members(given: unknown, path: string, known: readonly string[]): Members | undefined {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return this.fault(path, 'is no object');
    const entries = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
    for (const [name] of entries)
      if (!known.includes(name)) this.fault(below(path, name), `is no member here: ${known.join(', ')}`);
    return Object.fromEntries(entries);
  }

  list(given: unknown, path: string, most: number): readonly unknown[] {
    if (given === undefined) return [];
    if (Array.isArray(given) && given.length <= most) return given;
    this.fault(path, Number.isFinite(most) ? `is no list of at most ${most}` : 'is no list');
    return [];
  }

  text(given: unknown, path: string): string | undefined {
    return typeof given === 'string' ? given : this.fault(path, given === undefined ? 'is missing' : 'is no text');
  }

  flag(given: unknown, path: string, absent: boolean): boolean {
    if (given === undefined) return absent;
    if (typeof given !== 'boolean') this.fault(path, 'is neither true nor false');
    return given === true;
  }

  whole(given: unknown, path: string, [least, most]: readonly [number, number], absent: number): number {
    if (given === undefined) return absent;
    if (typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most) return given;
    this.fault(path, `is no whole number from ${least} to ${most}`);
    return absent;
  }

  bytes(given: unknown, path: string, [least, most]: readonly [number, number]): string | undefined {
    const text = this.text(given, path);
    if (text === undefined) return undefined;
    const canonical = canonicalBytes(text);
    const length = canonical === undefined ? 0 : Buffer.byteLength(canonical, 'base64url');
    if (length >= least && length <= most) return canonical;
    return this.fault(path, `is no base64url of ${least} to ${most} bytes`);
  }
}

export function canonicalBytes(text: string): string | undefined {
  if (!/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const canonical = Buffer.from(text, 'base64url').toString('base64url');
  const isWhole = canonical === text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  return isWhole ? canonical : undefined;
}

export function below(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}
