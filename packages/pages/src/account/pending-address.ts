/**
 * Remembers the new address that waits for its confirmation, because the contract does not tell it. Only this tab stores the address, as long
 * as the link works.
 */
const KEY = 'sallyport.pending-address';
const LASTS = 60 * 60_000;

export function keepPendingAddress(accountId: string, address: string): void {
  sessionStorage.setItem(KEY, JSON.stringify({ accountId, address, until: Date.now() + LASTS }));
}

/** A new address that waits for its confirmation. */
export interface PendingAddress {
  readonly address: string;
  /** The end of the link, in epoch milliseconds. */
  readonly until: number;
}

/** Returns `undefined` if no address waits, or if the account has the address. */
export function pendingAddress(accountId: string, present: string | undefined): PendingAddress | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  if (!isKept(kept) || kept.accountId !== accountId || kept.until < Date.now()) return undefined;
  return kept.address.toLowerCase() === present?.toLowerCase() ? undefined : kept;
}

/** A new password, signing out everywhere else, and the removal or replacement of a factor end the change. */
export function forgetPendingAddress(): void {
  sessionStorage.removeItem(KEY);
}

interface Kept extends PendingAddress {
  readonly accountId: string;
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'address' in value && 'until' in value;
}
