import type { AccountRecord, SessionRecord } from './records.ts';

export interface ParsedSession {
  /** In the current schema, frozen. */
  readonly session: SessionRecord;
  /** In the current schema, frozen. */
  readonly account: AccountRecord;
}

/**
 * Before parsing. Contains the tenant: the cache's key is only the token's hash.
 *
 * @template Source text or bytes
 */
export interface SessionSource<Source> {
  isSame(one: Source, other: Source): boolean;
  /** Characters or bytes. */
  sizeOf(source: Source): number;
  copy?(source: Source): Source;
}

/** The most characters, or bytes, of sources that are kept: about 500 sessions with their accounts, in 3 MB. */
const LIMIT = 1_000_000;

/**
 * Decides nothing: a store reads the document in every session check, and parses it again only if it differs.
 *
 * @template Source the stored form
 */
export class ParsedSessions<Source> {
  readonly #of: SessionSource<Source>;
  readonly #limit: number;
  #recent = new Map<string, Kept<Source>>();
  #before = new Map<string, Kept<Source>>();
  #size = 0;

  constructor(of: SessionSource<Source>, limit: number = LIMIT) {
    this.#of = of;
    this.#limit = limit;
  }

  get(tokenHash: string, source: Source): ParsedSession | undefined {
    const recent = this.#recent.get(tokenHash);
    if (recent !== undefined && this.#of.isSame(recent.source, source)) return recent.parsed;
    const before = this.#before.get(tokenHash);
    if (before === undefined || !this.#of.isSame(before.source, source)) return undefined;
    this.#keep(tokenHash, before);
    return before.parsed;
  }

  /** Freezes it: several requests get the same object. */
  keep(tokenHash: string, source: Source, parsed: ParsedSession): ParsedSession {
    const kept = { source: this.#of.copy?.(source) ?? source, parsed: frozen(parsed) };
    this.#keep(tokenHash, kept);
    return kept.parsed;
  }

  forget(tokenHash: string): void {
    this.#recent.delete(tokenHash);
    this.#before.delete(tokenHash);
  }

  /** One generation is half of the limit. When the new generation is full, it replaces the old generation. */
  #keep(tokenHash: string, kept: Kept<Source>): void {
    const size = this.#of.sizeOf(kept.source);
    if (this.#size + size > this.#limit / 2) {
      this.#before = this.#recent;
      this.#recent = new Map();
      this.#size = 0;
    }
    this.#recent.set(tokenHash, kept);
    this.#size += size;
  }
}

interface Kept<Source> {
  readonly source: Source;
  readonly parsed: ParsedSession;
}

function frozen<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member);
  return Object.freeze(value);
}
