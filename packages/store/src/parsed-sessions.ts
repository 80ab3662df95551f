import type { AccountRecord, SessionRecord } from './records.ts';

/** A session and its account, as they were parsed. */
export interface ParsedSession {
  readonly session: SessionRecord;
  readonly account: AccountRecord;
}

/** What a store reads of a session and its account: texts, or bytes, of which both are parsed, tenant included. The token's hash alone is the key. */
export interface SessionSource<Source> {
  isSame(one: Source, other: Source): boolean;
  /** In characters or bytes. */
  sizeOf(source: Source): number;
  /** The same, to be kept. Absent: it can be kept as it is. */
  copy?(source: Source): Source;
}

/** Characters, or bytes, of documents that are kept at most: about 500 sessions with their accounts, in 3 MB. */
const LIMIT = 1_000_000;

/**
 * What was parsed of sessions that were checked lately. A store reads a document with every check, and parses it only if it
 * is another than the last time: nothing here decides what is so. Sessions of long ago are forgotten, and those that are over.
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

  /** What was parsed of it, if it is the same as then. */
  get(tokenHash: string, source: Source): ParsedSession | undefined {
    const recent = this.#recent.get(tokenHash);
    if (recent !== undefined && this.#of.isSame(recent.source, source)) return recent.parsed;
    const before = this.#before.get(tokenHash);
    if (before === undefined || !this.#of.isSame(before.source, source)) return undefined;
    this.#keep(tokenHash, before);
    return before.parsed;
  }

  /** Keeps what was parsed of it. It cannot be changed from here on: more than one request gets it. */
  keep(tokenHash: string, source: Source, parsed: ParsedSession): ParsedSession {
    const kept = { source: this.#of.copy?.(source) ?? source, parsed: frozen(parsed) };
    this.#keep(tokenHash, kept);
    return kept.parsed;
  }

  /** A session that is over. */
  forget(tokenHash: string): void {
    this.#recent.delete(tokenHash);
    this.#before.delete(tokenHash);
  }

  /** One generation is half of what may be kept: a full one takes the place of the one before. */
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
