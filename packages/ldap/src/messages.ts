/** The most bytes of a message, and of all messages after one request. */
export const MOST_BYTES: number = 4 * 1024 * 1024;

/** The longest text of an answer, in bytes: a name, a value or a message. */
const LONGEST_TEXT = 16 * 1024;

/** The most attributes and values of an entry. */
const MOST_VALUES = 20_000;

/** The directory sent something that is no message of LDAP, or that is too long. */
export class MalformedAnswer extends Error {
  readonly code = 'malformed-answer';
  constructor() {
    super('the directory sent a message that is malformed or too long');
    this.name = 'MalformedAnswer';
  }
}

const INTEGER = 0x02;
const TEXT = 0x04;
const ENUMERATED = 0x0a;
const SEQUENCE = 0x30;
const SET = 0x31;
const ENTRY = 0x64;
/** BindResponse, SearchResultDone and ExtendedResponse. */
const RESULTS: readonly number[] = [0x61, 0x65, 0x78];
/** SearchResultReference and IntermediateResponse. This package follows no references, and sends no request with intermediate responses. */
const UNUSED: readonly number[] = [0x73, 0x79];

/**
 * Cuts a stream of bytes into messages of LDAP (RFC 4511 §4.1.1), and checks the form of each message. The client library does not check lengths:
 * a part that claims to be longer than its message would keep the library busy for ever. Many messages in one piece would overflow the stack.
 */
export class Messages {
  #pieces: Buffer[] = [];
  #length = 0;
  /** The length at which the next message, or the length of the next message, is complete. */
  #wanted = 2;

  /**
   * Adds bytes, and returns the messages that are complete: results and entries, without the parts that this package does not use.
   *
   * @throws MalformedAnswer
   */
  add(bytes: Buffer): readonly Buffer[] {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#wanted) return [];
    let rest = Buffer.concat(this.#pieces);
    const accepted: Buffer[] = [];
    let message = messageAtStart(rest);
    for (; message !== undefined && message.end <= rest.length; message = messageAtStart(rest)) {
      accepted.push(...acceptedMessage(rest, message));
      rest = rest.subarray(message.end);
    }
    this.#pieces = [rest];
    this.#length = rest.length;
    this.#wanted = message?.end ?? rest.length + 1;
    return accepted;
  }
}

/** A part of a message: the tag, and where the content begins and ends. */
interface Part {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a tag and a definite length (RFC 4511 §5.1). Returns `undefined` if the bytes end before the content begins. The content may be longer
 * than the bytes.
 *
 * @throws MalformedAnswer
 */
function partAt(bytes: Buffer, at: number): Part | undefined {
  if (bytes.length < at + 2) return undefined;
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const width = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || width > 4) throw new MalformedAnswer();
  const start = at + 2 + width;
  if (bytes.length < start) return undefined;
  return { tag, start, end: start + (width === 0 ? first : bytes.readUIntBE(at + 2, width)) };
}

/** Returns `undefined` if the length of the message is not there yet. @throws MalformedAnswer */
function messageAtStart(bytes: Buffer): Part | undefined {
  const message = partAt(bytes, 0);
  if (message !== undefined && message.end > MOST_BYTES) throw new MalformedAnswer();
  return message && checked(message, SEQUENCE);
}

/** Reads the parts of a content one after another. @throws MalformedAnswer if a part is longer than the content */
function* partsOf(bytes: Buffer, { start, end }: Part): Generator<Part, void> {
  for (let at = start; at < end; ) {
    const part = partAt(bytes, at);
    if (part === undefined || part.end > end) throw new MalformedAnswer();
    yield part;
    at = part.end;
  }
}

/** Returns the part if it has one of these tags. @throws MalformedAnswer for any other part, and for a text or a number that is too long */
function checked(part: Part | undefined, ...tags: readonly number[]): Part {
  if (part === undefined || !tags.includes(part.tag)) throw new MalformedAnswer();
  const length = part.end - part.start;
  const isNumber = part.tag === INTEGER || part.tag === ENUMERATED;
  if (isNumber ? length < 1 || length > 4 : part.tag === TEXT && length > LONGEST_TEXT) throw new MalformedAnswer();
  return part;
}

/**
 * Checks a message, and writes it anew for the client library: an id with an entry, or with the code, the name and the text of a result. Leaves
 * out controls and referrals. Returns nothing for a message that this package does not use.
 *
 * @throws MalformedAnswer
 */
function acceptedMessage(bytes: Buffer, message: Part): readonly Buffer[] {
  const [first, second] = partsOf(bytes, message);
  const id = checked(first, INTEGER);
  const operation = checked(second, ...RESULTS, ENTRY, ...UNUSED);
  if (UNUSED.includes(operation.tag)) return [];
  const content = operation.tag === ENTRY ? entryIn(bytes, operation) : resultIn(bytes, operation);
  return [written(SEQUENCE, written(INTEGER, bytes.subarray(id.start, id.end)), written(operation.tag, content))];
}

/** The code, the name and the text of a result (RFC 4511 §4.1.9). */
function resultIn(bytes: Buffer, result: Part): Buffer {
  const [code, name, text] = partsOf(bytes, result);
  checked(code, ENUMERATED);
  checked(name, TEXT);
  return bytes.subarray(result.start, checked(text, TEXT).end);
}

/** The name and the attributes of an entry (RFC 4511 §4.5.2). */
function entryIn(bytes: Buffer, entry: Part): Buffer {
  const [name, attributes] = partsOf(bytes, entry);
  checked(name, TEXT);
  let values = 0;
  for (const attribute of partsOf(bytes, last(entry, attributes, SEQUENCE))) {
    const [type, set] = partsOf(bytes, checked(attribute, SEQUENCE));
    checked(type, TEXT);
    for (const value of partsOf(bytes, last(attribute, set, SET))) {
      checked(value, TEXT);
      values += 1;
    }
    values += 1;
    if (values > MOST_VALUES) throw new MalformedAnswer();
  }
  return bytes.subarray(entry.start, entry.end);
}

/** Returns the part if it has this tag and nothing follows it. @throws MalformedAnswer */
function last(whole: Part, part: Part | undefined, tag: number): Part {
  const found = checked(part, tag);
  if (found.end !== whole.end) throw new MalformedAnswer();
  return found;
}

function written(tag: number, ...contents: readonly Buffer[]): Buffer {
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(
    contents.reduce((sum, { length }) => sum + length, 0),
    2,
  );
  return Buffer.concat([head, ...contents]);
}
