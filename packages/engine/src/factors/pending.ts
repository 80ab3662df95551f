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

/**
 * The account with another mailbox, or with none. Everything that was mailed before ends with the former mailbox: a reader of that mailbox must not
 * come in, and must not prove the new one.
 */
export function withMailbox(account: AccountRecord, email: AccountRecord['email']): AccountRecord {
  const { email: _, ...rest } = withoutMailed(account);
  return email === undefined ? rest : { ...rest, email };
}

/** The account that is signed out everywhere: the epoch rises, and everything that was mailed before is void. */
export function signedOut(account: AccountRecord): AccountRecord {
  return { ...withoutMailed(account), epoch: account.epoch + 1 };
}

/** The account without the links that were mailed: of a recovery, of a change of address, and of an invitation. */
export function withoutMailed(account: AccountRecord): AccountRecord {
  const { enrollmentCode, ...rest } = withoutRecovery(withoutPendingEmail(account));
  return enrollmentCode === undefined || enrollmentCode.mailed === true ? rest : { ...rest, enrollmentCode };
}

/** The account without a mailed recovery link. A change of the password, of the mailbox or of an identity voids the link. */
export function withoutRecovery(account: AccountRecord): AccountRecord {
  const { recovery: _, ...rest } = account;
  return rest;
}
