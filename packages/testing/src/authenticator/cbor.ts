export type CborValue = number | string | boolean | Uint8Array | readonly CborValue[] | CborMap;

/** A CBOR map: integer keys in COSE keys, text keys elsewhere. */
export type CborMap = ReadonlyMap<number | string, CborValue>;

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const FALSE = 0xf4;
const TRUE = 0xf5;

/**
 * The CTAP2 canonical form (WebAuthn L3 §2.4).
 *
 * @throws RangeError for a number that is not an integer of at most 32 bits.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === 'number') {
    return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
  }
  if (typeof value === 'boolean') {
    return Uint8Array.of(value ? TRUE : FALSE);
  }
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    return Buffer.concat([head(TEXT, text.length), text]);
  }
  if (value instanceof Uint8Array) {
    return Buffer.concat([head(BYTES, value.length), value]);
  }
  if (isMap(value)) {
    return encodeMap(value);
  }
  return Buffer.concat([head(ARRAY, value.length), ...value.map(encodeCbor)]);
}

function isMap(value: readonly CborValue[] | CborMap): value is CborMap {
  return value instanceof Map;
}

function encodeMap(map: CborMap): Uint8Array {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value: encodeCbor(value) }));
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat([head(MAP, entries.length), ...entries.flatMap(({ key, value }) => [key, value])]);
}

/** The initial byte and the argument (RFC 8949 §3). */
function head(majorType: number, argument: number): Uint8Array {
  if (!Number.isInteger(argument) || argument > 0xffff_ffff) {
    throw new RangeError(`CBOR integers here have at most 32 bits: ${argument}`);
  }
  const type = majorType << 5;
  if (argument < 24) {
    return Uint8Array.of(type | argument);
  }
  if (argument <= 0xff) {
    return Uint8Array.of(type | 24, argument);
  }
  if (argument <= 0xffff) {
    return Uint8Array.of(type | 25, argument >>> 8, argument & 0xff);
  }
  return Uint8Array.of(type | 26, argument >>> 24, (argument >>> 16) & 0xff, (argument >>> 8) & 0xff, argument & 0xff);
}
