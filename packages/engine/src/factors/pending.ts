import type { AccountRecord, PendingSecret } from '@sallyport/store';

/** Returns an account or a flow without the secret of this method that waits for its first code. */
export function withoutPendingSecret<Rest extends object>(
  { pendingSecret, ...rest }: Rest & { readonly pendingSecret?: PendingSecret },
  method: string,
): Omit<Rest, 'pendingSecret'> & { readonly pendingSecret?: PendingSecret } {
  return pendingSecret === undefined || pendingSecret.method === method ? rest : { ...rest, pendingSecret };
}

/**
 * The account without a pending change of address. The removal and the replacement of a factor or an identity void the change, because somebody
 * with the former factor may have asked for it.
 */
export function withoutPendingEmail(account: AccountRecord): AccountRecord {
  const { pendingEmail: _, ...rest } = account;
  return rest;
}

/** The account without a mailed recovery link. A change of the password, of the mailbox or of an identity voids the link. */
export function withoutRecovery(account: AccountRecord): AccountRecord {
  const { recovery: _, ...rest } = account;
  return rest;
}
