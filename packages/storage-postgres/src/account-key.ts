import type { LookUpKind } from '@sallyport/store';

/** A name that one account of a tenant has: it is looked up by it, and no other account may have it. */
export function accountKey(kind: LookUpKind, value: string): string {
  return `${kind}:${value}`;
}
