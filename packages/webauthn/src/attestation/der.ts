import { Constructed, fromBER } from 'asn1js';

export interface Der {
  /** 1 universal, 3 context-specific. */
  readonly tagClass: number;
  readonly tag: number;
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  readonly children: readonly Der[];
}

export const UNIVERSAL = 1;
export const CONTEXT = 3;

const LIMITS = { maxDepth: 24, maxNodes: 2_000, parseEmbedded: false } as const;

export function decodeDer(bytes: Uint8Array): Der {
  const { offset, result } = fromBER(new Uint8Array(bytes), LIMITS);
  if (offset !== bytes.length || result.error !== '') throw new Error(`not DER: ${result.error || 'bytes after it'}`);
  return elementOf(result);
}

function elementOf(block: ReturnType<typeof fromBER>['result']): Der {
  if (!('idBlock' in block)) throw new Error('not DER: an end without a beginning');
  const { idBlock, lenBlock, valueBeforeDecodeView: raw } = block;
  if (lenBlock.isIndefiniteForm) throw new Error('not DER: an indefinite length');
  return {
    tagClass: idBlock.tagClass,
    tag: idBlock.tagNumber,
    raw,
    content: raw.subarray(idBlock.blockLength + lenBlock.blockLength),
    children: block instanceof Constructed ? block.valueBlock.value.map(elementOf) : [],
  };
}

export function childAt(parent: Der, place: number, tag: number): Der {
  const child = parent.children[place];
  if (child === undefined || child.tagClass !== UNIVERSAL || child.tag !== tag) {
    throw new Error(`no element with tag ${tag} at place ${place}`);
  }
  return child;
}

export function tagged(parent: Der, tag: number): Der | undefined {
  return parent.children.find((child) => child.tagClass === CONTEXT && child.tag === tag);
}

export function oidOf({ content }: Der): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** INTEGER or ENUMERATED. @throws Error */
export function integerOf({ content }: Der): number {
  if (content.length === 0 || content.length > 6) throw new Error('not a small integer');
  return Buffer.from(content).readIntBE(0, content.length);
}

export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  enumerated: 10,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const;
