import {
  checked,
  ENUMERATED,
  INTEGER,
  last,
  MalformedAnswer,
  type Part,
  partAt,
  partsOf,
  SEQUENCE,
  SET,
  TEXT,
  written,
} from './ber.ts';
import { type BindAnswer, bindAnswerOf } from './bind-answer.ts';
import { ATTRIBUTES } from './identity.ts';

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_MESSAGES = 1_000;
const MOST_VALUES = 20_000;

const BIND = 0x60;
const SEARCH = 0x63;
const ENTRY = 0x64;
const RESULTS: Readonly<Record<number, number>> = { [BIND]: 0x61, [SEARCH]: 0x65, 119: 0x78 };
/** SearchResultReference and IntermediateResponse. */
const UNUSED: readonly number[] = [0x73, 0x79];

const UNASKED = 0;

const USED: readonly string[] = ATTRIBUTES.map((attribute) => attribute.toLowerCase());

/** On malformed answers, and on very many, the client library ran without end or overflowed the stack. */
export class Messages {
  #pieces: Buffer[] = [];
  #length = 0;
  #wanted = 2;
  #open: { readonly id: number; readonly tag: number } | undefined;
  #bound: BindAnswer | undefined;
  #left = { bytes: MOST_BYTES, messages: MOST_MESSAGES, values: MOST_VALUES };

  get bound(): BindAnswer | undefined {
    return this.#bound;
  }

  request(bytes: Buffer): void {
    const { id, operation } = contentOf(bytes, checked(partAt(bytes, 0), SEQUENCE));
    this.#open = { id, tag: operation.tag };
    this.#left = { bytes: MOST_BYTES, messages: MOST_MESSAGES, values: MOST_VALUES };
  }

  add(bytes: Buffer): readonly Buffer[] {
    this.#spend('bytes', bytes.length);
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#wanted) return [];
    let rest = Buffer.concat(this.#pieces);
    const accepted: Buffer[] = [];
    let message = partAt(rest, 0);
    for (; message !== undefined && checked(message, SEQUENCE).end <= rest.length; message = partAt(rest, 0)) {
      this.#spend('messages', 1);
      accepted.push(...this.#accepted(rest, message));
      rest = rest.subarray(message.end);
    }
    if (message !== undefined && message.end > MOST_BYTES) throw new MalformedAnswer();
    this.#pieces = [rest];
    this.#length = rest.length;
    this.#wanted = message?.end ?? rest.length + 1;
    return accepted;
  }

  #spend(what: 'bytes' | 'messages' | 'values', amount: number): void {
    this.#left[what] -= amount;
    if (this.#left[what] < 0) throw new MalformedAnswer();
  }

  /** Written anew, without controls and referrals. */
  #accepted(bytes: Buffer, message: Part): readonly Buffer[] {
    const { id, idBytes, operation, controls } = contentOf(bytes, message);
    if (id === UNASKED || UNUSED.includes(operation.tag)) return [];
    const open = this.#open;
    if (open === undefined || id !== open.id) throw new MalformedAnswer();
    const isEntry = open.tag === SEARCH && operation.tag === ENTRY;
    if (!isEntry && operation.tag !== RESULTS[open.tag]) throw new MalformedAnswer();
    if (!isEntry) this.#open = undefined;
    const content = isEntry ? this.#entry(bytes, operation) : resultIn(bytes, operation);
    if (open.tag === BIND) this.#bound = bindAnswerOf(bytes, operation, controls);
    return [written(SEQUENCE, idBytes, written(operation.tag, content))];
  }

  #entry(bytes: Buffer, entry: Part): Buffer {
    const [name, attributes] = partsOf(bytes, entry);
    const used: Buffer[] = [];
    for (const attribute of partsOf(bytes, last(entry, attributes, SEQUENCE))) {
      const [type, values] = partsOf(bytes, checked(attribute, SEQUENCE));
      const { start, end } = checked(type, TEXT);
      this.#spend('values', 1);
      for (const value of partsOf(bytes, last(attribute, values, SET))) {
        checked(value, TEXT);
        this.#spend('values', 1);
      }
      if (USED.includes(bytes.toString('latin1', start, end).toLowerCase()))
        used.push(written(SEQUENCE, bytes.subarray(attribute.start, attribute.end)));
    }
    return Buffer.concat([bytes.subarray(entry.start, checked(name, TEXT).end), written(SEQUENCE, ...used)]);
  }
}

function contentOf(
  bytes: Buffer,
  message: Part,
): {
  readonly id: number;
  readonly idBytes: Buffer;
  readonly operation: Part;
  readonly controls: Part | undefined;
} {
  const [id, operation, controls] = partsOf(bytes, message);
  const { start, end } = checked(id, INTEGER);
  if (operation === undefined) throw new MalformedAnswer();
  return { id: bytes.readIntBE(start, end - start), idBytes: bytes.subarray(message.start, end), operation, controls };
}

function resultIn(bytes: Buffer, result: Part): Buffer {
  const [code, name, text] = partsOf(bytes, result);
  checked(code, ENUMERATED);
  checked(name, TEXT);
  return bytes.subarray(result.start, checked(text, TEXT).end);
}
