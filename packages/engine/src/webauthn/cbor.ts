import { type CBORType, decodeCBOR, decodePartialCBOR } from '@levischuck/tiny-cbor';

export type CborMap = ReadonlyMap<string | number, CBORType>;

/** Decodes bytes that are one map and nothing after it. @throws Error */
export function decodeMap(bytes: Uint8Array): CborMap {
  return asMap(decodeCBOR(plain(bytes)));
}

/** Decodes the map at the beginning, and tells how long it is. @throws Error */
export function decodeFirstMap(bytes: Uint8Array): { readonly map: CborMap; readonly length: number } {
  const [value, length] = decodePartialCBOR(plain(bytes), 0);
  if (length > bytes.length) throw new Error('the data ends before the CBOR item does');
  return { map: asMap(value), length };
}

export function asMap(value: CBORType): CborMap {
  if (!(value instanceof Map)) throw new Error('not a CBOR map');
  return value;
}

export function asBytes(value: CBORType): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('not a CBOR byte string');
  return value;
}

/** The decoder takes no `Buffer`, and copies what it hands out. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
