/** TPM 2.0 Library, Part 2. @throws RangeError past the end */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('a TPM structure is cut off');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  u16(): number {
    return this.take(2).readUInt16BE();
  }

  u32(): number {
    return this.take(4).readUInt32BE();
  }

  sized(): Buffer {
    return this.take(this.u16());
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('bytes after a TPM structure');
  }
}

const TPM_ALG = { rsa: 0x0001, null: 0x0010, ecc: 0x0023 } as const;
const CURVES: ReadonlyMap<number, string> = new Map([
  [3, 'P-256'],
  [4, 'P-384'],
  [5, 'P-521'],
]);
const HASHES: ReadonlyMap<number, string> = new Map([
  [0x0004, 'sha1'],
  [0x000b, 'sha256'],
  [0x000c, 'sha384'],
  [0x000d, 'sha512'],
]);
const DEFAULT_EXPONENT = 65_537;

/** TPMT_PUBLIC, Part 2 §12.2.4. */
export interface PublicArea {
  readonly nameAlg: number;
  readonly nameHash: string;
  readonly key:
    | { readonly kty: 'RSA'; readonly n: Buffer; readonly e: number }
    | { readonly kty: 'EC'; readonly crv: string; readonly x: Buffer; readonly y: Buffer };
}

export function parsePublicArea(bytes: Uint8Array): PublicArea {
  const reader = new Reader(bytes);
  const type = reader.u16();
  const nameAlg = reader.u16();
  const nameHash = HASHES.get(nameAlg);
  if (nameHash === undefined) throw new Error('a name by a hash that is not known');
  reader.u32();
  reader.sized();
  const key = type === TPM_ALG.rsa ? rsaKey(reader) : type === TPM_ALG.ecc ? eccKey(reader) : undefined;
  if (key === undefined) throw new Error('a TPM key of another type');
  reader.end();
  return { nameAlg, nameHash, key };
}

function rsaKey(reader: Reader): PublicArea['key'] {
  skipAlgorithm(reader, 4);
  skipAlgorithm(reader, 2);
  reader.u16();
  const e = reader.u32() || DEFAULT_EXPONENT;
  return { kty: 'RSA', n: reader.sized(), e };
}

function eccKey(reader: Reader): PublicArea['key'] {
  skipAlgorithm(reader, 4);
  skipAlgorithm(reader, 2);
  const crv = CURVES.get(reader.u16());
  if (crv === undefined) throw new Error('a curve that is not known');
  skipAlgorithm(reader, 2);
  return { kty: 'EC', crv, x: reader.sized(), y: reader.sized() };
}

function skipAlgorithm(reader: Reader, details: number): void {
  if (reader.u16() !== TPM_ALG.null) reader.take(details);
}

const GENERATED_VALUE = 0xff544347;
const ST_ATTEST_CERTIFY = 0x8017;

/** TPMS_ATTEST with TPMS_CERTIFY_INFO, Part 2 §10.12. */
export interface Certified {
  readonly extraData: Buffer;
  readonly name: Buffer;
}

export function parseCertified(bytes: Uint8Array): Certified {
  const reader = new Reader(bytes);
  if (reader.u32() !== GENERATED_VALUE) throw new Error('not made by a TPM');
  if (reader.u16() !== ST_ATTEST_CERTIFY) throw new Error('the TPM certifies something else');
  reader.sized();
  const extraData = reader.sized();
  reader.take(17 + 8);
  const name = reader.sized();
  reader.sized();
  reader.end();
  return { extraData, name };
}
