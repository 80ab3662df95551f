export class MalformedAnswer extends Error {
  readonly code = 'malformed-answer';
  constructor() {
    super('the directory sent a message that is malformed or too long');
    this.name = 'MalformedAnswer';
  }
}

const LONGEST_TEXT = 16 * 1024;

export const INTEGER = 0x02;
export const TEXT = 0x04;
export const ENUMERATED = 0x0a;
export const SEQUENCE = 0x30;
export const SET = 0x31;

export interface Part {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** RFC 4511 §5.1. */
export function partAt(bytes: Buffer, at: number): Part | undefined {
  if (bytes.length < at + 2) return undefined;
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const width = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || width > 4) throw new MalformedAnswer();
  const start = at + 2 + width;
  if (bytes.length < start) return undefined;
  return { tag, start, end: start + (width === 0 ? first : bytes.readUIntBE(at + 2, width)) };
}

export function* partsOf(bytes: Buffer, { start, end }: Part): Generator<Part, void> {
  for (let at = start; at < end; ) {
    const part = partAt(bytes, at);
    if (part === undefined || part.end > end) throw new MalformedAnswer();
    yield part;
    at = part.end;
  }
}

export function checked(part: Part | undefined, ...tags: readonly number[]): Part {
  if (part === undefined || !tags.includes(part.tag)) throw new MalformedAnswer();
  const length = part.end - part.start;
  const isNumber = part.tag === INTEGER || part.tag === ENUMERATED;
  if (isNumber ? length < 1 || length > 4 : part.tag === TEXT && length > LONGEST_TEXT) throw new MalformedAnswer();
  return part;
}

export function last(whole: Part, part: Part | undefined, tag: number): Part {
  const found = checked(part, tag);
  if (found.end !== whole.end) throw new MalformedAnswer();
  return found;
}

export function written(tag: number, ...contents: readonly Buffer[]): Buffer {
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(
    contents.reduce((sum, { length }) => sum + length, 0),
    2,
  );
  return Buffer.concat([head, ...contents]);
}
