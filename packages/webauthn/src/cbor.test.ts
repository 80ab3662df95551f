import { CBORTag, encodeCBOR } from '@levischuck/tiny-cbor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBytes, asMap, decodeFirstMap, decodeMap, encodeMap, Opaque } from './cbor.ts';

/** Decodes one item, as the only value of a map. */
const decoded = (hex: string): unknown => decodeMap(Buffer.from(`a100${hex}`, 'hex')).get(0);

const { item } = fc.letrec((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.maxSafeInteger(),
    fc.bigInt({ min: BigInt(Number.MAX_SAFE_INTEGER) + 1n, max: 2n ** 64n - 1n }),
    fc.string({ unit: 'binary' }),
    fc.uint8Array(),
    fc.constantFrom(true, false, null, undefined),
    fc.array(tie('item'), { maxLength: 30 }),
    tie('map'),
  ),
  map: fc
    .array(fc.tuple(fc.oneof(fc.string(), fc.maxSafeInteger()), tie('item')), { maxLength: 30 })
    .map((members) => new Map(members)),
}));

describe('CBOR that is decoded', () => {
  it('X15 is what another encoder encoded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), item)), fc.uint8Array(), (members, after) => {
        const map = new Map(members);
        const bytes = encodeCBOR(map as Parameters<typeof encodeCBOR>[0]);
        expect(decodeMap(bytes)).toEqual(map);
        expect(decodeFirstMap(Buffer.concat([bytes, after]))).toEqual({ map, length: bytes.length });
        if (after.length > 0) expect(() => decodeMap(Buffer.concat([bytes, after]))).toThrow(Error);
        for (let end = 0; end < bytes.length; end += 1 + (bytes.length >> 4)) {
          expect(() => decodeMap(bytes.subarray(0, end))).toThrow(Error);
        }
      }),
    );
  });

  it('X15 keeps a byte order mark, wherever in a text it stands', () => {
    for (const text of ['\uFEFF', '\uFEFFpacked', 'pac\uFEFFked']) {
      expect(decodeMap(encodeCBOR(new Map([[text, text]])))).toEqual(new Map([[text, text]]));
    }
  });

  it('X15 has bytes of its own: those it was decoded from can be written over', () => {
    const bytes = Buffer.from('a10042aabb', 'hex');
    const value = asBytes(decodeMap(bytes).get(0));
    bytes.fill(0);
    expect([...value]).toEqual([0xaa, 0xbb]);
  });

  it('X15 is nested 16 levels deep, and no deeper', () => {
    const lists = (count: number) => decoded(`${'81'.repeat(count)}00`);
    expect(lists(15)).toBeInstanceOf(Array);
    expect(() => lists(16)).toThrow('nested too deeply');
  });

  it('X15 has no number for a float, and none for what is tagged', () => {
    for (const float of ['f90000', 'f9c700', 'fac0e00000', 'fbc01c000000000000', 'fb7ff8000000000000']) {
      expect(decoded(float)).toBeInstanceOf(Opaque);
    }
    expect(decodeMap(encodeCBOR(new Map([['at', new CBORTag(1, 0)]]))).get('at')).toBeInstanceOf(Opaque);
  });

  it.each([
    ['an argument of one byte that fits into the first', '1817', '1818'],
    ['an argument of two bytes that fits into the first', '190017', '190018'],
    ['an argument of four bytes that fits into the first', '1a00000017', '1a00000018'],
    ['an argument of eight bytes that fits into the first', '1b0000000000000017', '1b0000000000000018'],
    ['a reserved length', '1c', '17'],
    ['an indefinite integer', '1f', '17'],
    ['indefinite bytes', '5f40ff', '40'],
    ['an indefinite text', '7f60ff', '60'],
    ['an indefinite list', '9fff', '80'],
    ['an indefinite map', 'bfff', 'a0'],
    ['a text that is no UTF-8', '61ff', '6161'],
    ['half of a surrogate pair', '63eda080', '63e282ac'],
    ['bytes longer than a number can say', '5b0020000000000000', '40'],
    ['bytes longer than there are', '5affffffff', '40'],
    ['a list longer than there is', '9affffffff', '80'],
    ['a map longer than there is', 'baffffffff', 'a0'],
    ['a key twice', 'a201000100', 'a201000200'],
    ['a key twice, once longer', 'a2010018011800', 'a2010018181818'],
    ['a key that is neither text nor integer', 'a1f500', 'a16000'],
    ['a key that is a float', 'a1f9000000', 'a10000'],
    ['a key that is no number', 'a11b002000000000000000', 'a11a0020000000'],
    ['a tag of nothing', 'c1', 'c100'],
    ['a simple value that nobody knows', 'e0', 'f4'],
    ['a simple value of one byte', 'f8ff', 'f5'],
    ['an end without a beginning', 'ff', 'f6'],
  ])('X15 is not %s', (_, wrong, right) => {
    expect(() => decoded(wrong)).toThrow(Error);
    expect(() => decoded(right)).not.toThrow();
  });

  it('X15 has at most sixteen levels', () => {
    const lists = (levels: number): string => `${'81'.repeat(levels)}80`;
    expect(() => decoded(lists(14))).not.toThrow();
    expect(() => decoded(lists(16))).toThrow(/deeply/);
    expect(() => decoded(`${'c1'.repeat(40_000)}00`)).toThrow(/deeply/);
  });

  it('X15 is a map, and bytes are bytes', () => {
    expect(() => decodeMap(Buffer.from('80', 'hex'))).toThrow(/map/);
    expect(() => decodeMap(Buffer.alloc(0))).toThrow(/ends/);
    expect(() => asMap([])).toThrow(/map/);
    expect(() => asBytes('bytes')).toThrow(/byte string/);
  });
});

describe('CBOR of a key', () => {
  const number = fc.integer({ min: -(2 ** 16), max: 2 ** 16 - 1 });
  const members = fc.array(fc.tuple(number, fc.oneof(number, fc.uint8Array({ maxLength: 2_000 }))), { maxLength: 30 });

  it('X43 has the bytes that another encoder writes', () => {
    fc.assert(
      fc.property(members, (given) => {
        const map = new Map(given);
        expect(Buffer.from(encodeMap(map)).toString('hex')).toBe(Buffer.from(encodeCBOR(map)).toString('hex'));
      }),
    );
  });

  it('X43 is not written with a part that no key has', () => {
    expect(() => encodeMap(new Map([[1, new Uint8Array(2 ** 16)]]))).toThrow('too long');
  });
});
