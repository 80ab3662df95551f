import type { AccountRecord, PendingSecret } from '@sallyport/store';

export function withoutPendingSecret<Rest extends object>(
  { pendingSecret, ...rest }: Rest & { readonly pendingSecret?: PendingSecret },
  method: string,
): Omit<Rest, 'pendingSecret'> & { readonly pendingSecret?: PendingSecret } {
  return pendingSecret === undefined || pendingSecret.method === method ? rest : { ...rest, pendingSecret };
}

export function withoutPendingEmail(account: AccountRecord): AccountRecord {
  const { pendingEmail: _, ...rest } = account;
  return rest;
}

export function signedOut(account: AccountRecord): AccountRecord {
  return { ...withoutMailed(account), epoch: account.epoch + 1 };
}

export function withoutMailed(account: AccountRecord): AccountRecord {
  const { enrollmentCode, ...rest } = withoutRecovery(withoutPendingEmail(account));
  return enrollmentCode === undefined || enrollmentCode.mailed === true ? rest : { ...rest, enrollmentCode };
}

export function withoutRecovery(account: AccountRecord): AccountRecord {
  const { recovery: _, ...rest } = account;
  return rest;
}
