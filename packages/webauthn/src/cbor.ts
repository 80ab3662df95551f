/** RFC 8949 §3. */
export type CborValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | undefined
  | Uint8Array
  | Opaque
  | readonly CborValue[]
  | CborMap;

export type CborMap = ReadonlyMap<string | number, CborValue>;

/** A floating-point number or a tagged item, which WebAuthn does not use. */
export class Opaque {}

export function decodeMap(bytes: Uint8Array): CborMap {
  const { map, length } = decodeFirstMap(bytes);
  if (length !== bytes.length) throw new Error('bytes after the CBOR item');
  return map;
}

export function decodeFirstMap(bytes: Uint8Array): { readonly map: CborMap; readonly length: number } {
  const reader = new Reader(bytes);
  return { map: asMap(reader.item(0)), length: reader.read };
}

/** The map of a COSE_Key (RFC 9052 §7), whose labels and values are whole numbers and bytes. Each argument is as short as can be (RFC 8949 §4.2.1). */
export function encodeMap(map: ReadonlyMap<number, number | Uint8Array>): Uint8Array {
  const items = [...map].map(([label, value]) =>
    Buffer.concat([encodeNumber(label), typeof value === 'number' ? encodeNumber(value) : encodeBytes(value)]),
  );
  return Buffer.concat([head(5, map.size), ...items]);
}

function encodeNumber(value: number): Uint8Array {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function encodeBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([head(2, bytes.length), bytes]);
}

function head(majorType: number, argument: number): Uint8Array {
  const first = majorType << 5;
  if (argument < FIRST_LONG_ARGUMENT) return Uint8Array.of(first | argument);
  if (argument < 2 ** 8) return Uint8Array.of(first | 24, argument);
  if (argument < 2 ** 16) return Uint8Array.of(first | 25, argument >> 8, argument & 0xff);
  throw new Error('a part of a key is too long for CBOR here');
}

export function asMap(value: unknown): CborMap {
  if (!(value instanceof Map)) throw new Error('not a CBOR map');
  return value;
}

export function asBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('not a CBOR byte string');
  return value;
}

/** A compound attestation object has five levels. */
const DEEPEST = 16;
const FIRST_LONG_ARGUMENT = 24;
/** A text with U+FEFF in front is a different text. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Every method throws an Error if the bytes are not well-formed. */
class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get read(): number {
    return this.#at;
  }

  item(depth: number): CborValue {
    if (depth > DEEPEST) throw new Error('CBOR items are nested too deeply');
    const initial = this.#view.getUint8(this.#take(1));
    const info = initial & 0x1f;
    switch (initial >> 5) {
      case 0:
        return this.#argument(info);
      case 1:
        return negative(this.#argument(info));
      case 2:
        return this.#string(info).slice();
      case 3:
        return UTF8.decode(this.#string(info));
      case 4:
        return this.#list(this.#length(info), depth + 1);
      case 5:
        return this.#map(this.#length(info), depth + 1);
      case 6:
        return this.#tagged(info, depth + 1);
      default:
        return this.#simple(info);
    }
  }

  #argument(info: number): number | bigint {
    if (info < FIRST_LONG_ARGUMENT) return info;
    const argument = this.#longArgument(info);
    if (argument < FIRST_LONG_ARGUMENT) throw new Error('a CBOR argument is longer than it has to be');
    return typeof argument === 'bigint' && argument <= Number.MAX_SAFE_INTEGER ? Number(argument) : argument;
  }

  #longArgument(info: number): number | bigint {
    if (info === 24) return this.#view.getUint8(this.#take(1));
    if (info === 25) return this.#view.getUint16(this.#take(2));
    if (info === 26) return this.#view.getUint32(this.#take(4));
    if (info === 27) return this.#view.getBigUint64(this.#take(8));
    throw new Error('an indefinite or reserved CBOR length');
  }

  #length(info: number): number {
    const length = this.#argument(info);
    if (typeof length === 'bigint') throw new Error('a CBOR item is too long');
    return length;
  }

  #string(info: number): Uint8Array {
    const length = this.#length(info);
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #list(length: number, depth: number): readonly CborValue[] {
    const list: CborValue[] = [];
    for (let place = 0; place < length; place++) list.push(this.item(depth));
    return list;
  }

  #map(length: number, depth: number): CborMap {
    const map = new Map<string | number, CborValue>();
    for (let place = 0; place < length; place++) {
      const key = this.item(depth);
      if (typeof key !== 'string' && typeof key !== 'number') throw new Error('a CBOR map key of another type');
      if (map.has(key)) throw new Error('a CBOR map key is there twice');
      map.set(key, this.item(depth));
    }
    return map;
  }

  #tagged(info: number, depth: number): Opaque {
    this.#argument(info);
    this.item(depth);
    return new Opaque();
  }

  #simple(info: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info < 25 || info > 27) throw new Error('a CBOR simple value that is not known');
    this.#take(2 ** (info - 24));
    return new Opaque();
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw new Error('the data ends before the CBOR item does');
    this.#at = start + length;
    return start;
  }
}

function negative(argument: number | bigint): number | bigint {
  return typeof argument === 'bigint' ? -1n - argument : -1 - argument;
}
