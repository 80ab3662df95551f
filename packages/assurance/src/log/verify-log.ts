import {
  type ExportedHead,
  type ExportStart,
  entryOf,
  headText,
  type LogHashing,
  type LogHead,
  type LogKey,
  leafOf,
  type Peaks,
  rootOf,
  startText,
  withLeaf,
} from '@sallyport/core/log';
import { type Batch, type BatchLine, orderOf } from './batch.ts';
import { eventsText, type LogFinding, type LogVerdict } from './finding.ts';
import { readExportLine } from './read-export-line.ts';

/** The cryptography of a verification. */
export interface LogCrypto extends LogHashing {
  /** Whether a signature (base64url) of a text is of this Ed25519 key. Returns `false` for a malformed signature or key. */
  verifies(key: LogKey, text: string, signature: string): boolean;
  /** The thumbprint (RFC 7638) of the Ed25519 key with this `x`. */
  thumbprint(x: string): string;
}

/** What an export is compared with. */
export interface LogWitness {
  /** The heads that were kept elsewhere. Without a head, the export proves only that its lines fit each other. */
  readonly heads: readonly LogHead[];
  /** A removed event from before this instant (epoch milliseconds) is no finding, whatever the retention in the export says. */
  readonly goneBefore?: number | undefined;
}

/** An event that is dated this much before a kept head, and stands after the head, was written later than its date says. */
const LATEST = 5 * 60_000;

/**
 * Compares an export of the log with the heads that somebody kept. Finds each line that was removed, changed, added or moved, at its place. If the
 * hashes were made anew too, the place is the first batch whose head is not the signed head.
 */
export async function verifyLog(
  lines: AsyncIterable<string> | Iterable<string>,
  crypto: LogCrypto,
  witness: LogWitness,
): Promise<LogVerdict> {
  const verification = new Verification(crypto, witness);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') verification.read(line, number);
  }
  return verification.end(number);
}

class Verification {
  readonly #crypto: LogCrypto;
  readonly #heads: readonly LogHead[];
  readonly #goneBefore: number;
  readonly #findings: LogFinding[] = [];
  readonly #roots: Map<number, string>;
  readonly #wanted: ReadonlySet<number>;
  #start: ExportStart | undefined;
  #batch: BatchLine[] = [];
  #changed = false;
  #size = 0;
  #batches = 0;
  #gone = 0;
  #passed = 0;
  /** `undefined` behind a place that does not fit, until a signed head gives the peaks again. */
  #peaks: Peaks | undefined = [];

  constructor(crypto: LogCrypto, { heads, goneBefore = Number.NEGATIVE_INFINITY }: LogWitness) {
    this.#crypto = crypto;
    this.#heads = heads.toSorted((one, other) => one.size - other.size);
    this.#goneBefore = goneBefore;
    this.#wanted = new Set(heads.map(({ size }) => size));
    this.#roots = new Map([[0, crypto.empty]]);
  }

  read(written: string, line: number): void {
    const read = readExportLine(written);
    if (read === undefined) this.#find('unreadable', line, 'the line is not of the format');
    else if ('log' in read) this.#begin(read, line);
    else if ('unsealed' in read)
      this.#find('added', line, `the event ${read.unsealed.id} stands between sealed events, and was never sealed`);
    else if ('batch' in read) this.#endBatch(read, line);
    else {
      const entry = 'gone' in read ? read.gone : entryOf(this.#crypto, read.event);
      const { n, leaf } = read;
      this.#batch.push({ line, n, leaf });
      if (leafOf(this.#crypto, entry) !== leaf) {
        this.#changed = true;
        this.#find('changed', line, `event ${n} (${entry.id}) is not as it was sealed`, [n, n]);
      }
      if ('gone' in read) this.#removed(read.n, entry, line);
      this.#checkDate(n, entry.at, line);
    }
  }

  end(lines: number): LogVerdict {
    if (this.#start === undefined) this.#find('removed', 1, 'the first line of the export is missing');
    const [first] = this.#batch;
    if (first !== undefined) {
      const events = [first.n, this.#batch.at(-1)?.n ?? first.n] as const;
      this.#find('cut', lines, `no head stands behind ${eventsText(events)}`, events);
    }
    const proved: number[] = [];
    for (const head of this.#heads) if (this.#compare(head, proved.at(-1) ?? 0, lines)) proved.push(head.size);
    return {
      tenant: this.#start?.tenant ?? '',
      size: this.#size,
      gone: this.#gone,
      proved,
      findings: this.#findings.toSorted((one, other) => one.line - other.line),
    };
  }

  #begin(start: ExportStart, line: number): void {
    if (line !== 1) this.#find('added', line, 'an export begins in the middle of the file');
    else {
      this.#start = start;
      if (!this.#signs(start.keys[0]?.kid, startText(start), start.signature))
        this.#find('changed', line, "the first line is not signed by the log's key");
    }
  }

  #removed(n: number, { id, at, type }: { id: string; at: string; type: string }, line: number): void {
    const time = Date.parse(at);
    const isExplained =
      time < this.#goneBefore ||
      this.#start?.retention.some(({ types, before }) => types.includes(type) && time < Date.parse(before)) === true;
    if (isExplained) this.#gone += 1;
    else
      this.#find('removed', line, `event ${n} (${id}, ${type}, ${at}) is gone, and no retention explains this`, [n, n]);
  }

  #checkDate(n: number, at: string, line: number): void {
    while ((this.#heads[this.#passed]?.size ?? Number.POSITIVE_INFINITY) <= n) this.#passed += 1;
    const head = this.#heads[this.#passed - 1];
    if (head === undefined || Date.parse(at) >= Date.parse(head.at) - LATEST) return;
    this.#find('added', line, `event ${n} is dated ${at}, and was not there when the log was sealed at ${head.at}`, [
      n,
      n,
    ]);
  }

  #endBatch({ batch, head, peaks }: ExportedHead, line: number): void {
    const [from, to] = [this.#size, head.size];
    const lines = this.#batch;
    const wasChanged = this.#changed;
    [this.#batch, this.#changed, this.#size] = [[], false, to];
    if (batch !== this.#batches + 1)
      this.#find('removed', line, `head ${batch} follows head ${this.#batches}: the heads between are missing`);
    this.#batches = batch;
    if (to < from) {
      this.#find('rewritten', line, `the head says ${to} events after a head of ${from}`);
      this.#peaks = undefined;
      return;
    }
    const order = orderOf({ from, to, lines, headLine: line } satisfies Batch);
    this.#findings.push(...order.findings);
    const isSigned = this.#isSigned(head);
    const events = [from, Math.max(from, to - 1)] as const;
    if (!isSigned)
      this.#find('rewritten', line, `the head behind ${eventsText(events)} is not signed by the log's key`, events);
    const grown = order.leaves && this.#grow(from, order.leaves);
    const fits = grown !== undefined && rootOf(this.#crypto, grown) === head.root;
    if (grown !== undefined && !fits && !wasChanged && isSigned)
      this.#find('rewritten', line, `the root of ${eventsText(events)} is not the root of their signed head`, events);
    if (fits) this.#peaks = grown;
    else this.#peaks = isSigned && rootOf(this.#crypto, peaks) === head.root ? peaks : undefined;
  }

  #grow(from: number, leaves: readonly string[]): Peaks | undefined {
    let [peaks, size] = [this.#peaks, from];
    for (const leaf of leaves) {
      peaks = peaks && withLeaf(this.#crypto, peaks, size, leaf);
      size += 1;
      if (peaks !== undefined && this.#wanted.has(size)) this.#roots.set(size, rootOf(this.#crypto, peaks));
    }
    return peaks;
  }

  #isSigned(head: LogHead): boolean {
    return this.#signs(head.keyId, headText(head), head.signature);
  }

  /** The key is one of the export, and of a kept head if there is one. */
  #signs(keyId: string | undefined, text: string, signature: string): boolean {
    const isTrusted = this.#heads.length === 0 || this.#heads.some((head) => head.keyId === keyId);
    const key = this.#start?.keys.find(({ kid }) => kid === keyId);
    return (
      isTrusted &&
      key !== undefined &&
      this.#crypto.thumbprint(key.x) === key.kid &&
      this.#crypto.verifies(key, text, signature)
    );
  }

  /** @param proved the size of the largest kept head that fits */
  #compare(head: LogHead, proved: number, line: number): boolean {
    const { size } = head;
    const events = [proved, Math.max(proved, size - 1)] as const;
    if (!this.#isSigned(head)) {
      this.#find('rewritten', line, `the kept head of ${size} events is not signed by a key of the export`, events);
      return false;
    }
    if (size > this.#size) {
      const cut = [this.#size, size - 1] as const;
      this.#find('cut', line, `the export lacks ${eventsText(cut)}: the kept head has ${size} events`, cut);
      return false;
    }
    if (this.#roots.get(size) === head.root) return true;
    if (!this.#findings.some((found) => (found.events?.[0] ?? 0) < size))
      this.#find('rewritten', line, `the root of ${eventsText(events)} is not the root of the kept head`, events);
    return false;
  }

  #find(kind: LogFinding['kind'], line: number, message: string, events?: LogFinding['events']): void {
    this.#findings.push({ kind, line, message, events });
  }
}
