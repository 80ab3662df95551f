/**
 * The hash functions of the sealed log: SHA-256 of a prefix byte and the input (RFC 9162 §2.1.1). The caller passes them in, because core has no
 * cryptography. Hashes are texts in base64url without padding.
 */
export interface LogHashing {
  /** The hash of a prefix byte and a text in UTF-8. The prefix keeps the kinds of hashes apart. */
  text(prefix: TextPrefix, text: string): string;
  /** The hash of the byte 1 and two hashes: a node of the tree. */
  node(left: string, right: string): string;
  /** The hash of no bytes: the root of an empty tree. */
  readonly empty: string;
}

/** 0: a leaf of the tree. 2: the contents of an event, which its leaf names. */
export type TextPrefix = 0 | 2;

/**
 * The roots of the complete subtrees of a Merkle tree (RFC 9162 §2.1), the largest first: the state from which the tree grows without its earlier
 * leaves. A tree of a million leaves has at most 20.
 */
export type Peaks = readonly string[];

/** Returns the peaks after a further leaf. `size` is the number of leaves before. */
export function withLeaf(hashing: LogHashing, peaks: Peaks, size: number, leaf: string): Peaks {
  const next = [...peaks, leaf];
  // Each trailing one of the size, in binary, is a complete subtree of the size of the new last subtree.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const [right = '', left = ''] = [next.pop(), next.pop()];
    next.push(hashing.node(left, right));
  }
  return next;
}

/** Returns the root of the tree with these peaks (RFC 9162 §2.1.1). */
export function rootOf(hashing: LogHashing, peaks: Peaks): string {
  const [last, ...larger] = peaks.toReversed();
  if (last === undefined) return hashing.empty;
  return larger.reduce((root, peak) => hashing.node(peak, root), last);
}
