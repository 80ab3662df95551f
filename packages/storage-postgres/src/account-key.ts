import type { AccountKey } from '@sallyport/engine/store';

/** A name that one account of a tenant has: it is looked up by it, and no other account may have it. */
export function accountKey(kind: Exclude<AccountKey['kind'], 'id'>, value: string): string {
  return `${kind}:${value}`;
}
