import type { LookUpKind } from '@sallyport/store';

/** The primary key of a look-up key in `account_key`. Each key belongs to at most one account of a tenant. */
export function accountKey(kind: LookUpKind, value: string): string {
  return `${kind}:${value}`;
}
