import type { Evidence } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { passwordBinding } from '../factors/password.ts';
import { withoutMailed } from '../factors/pending.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId, newToken } from '../kernel/secrets/token.ts';

/**
 * A stranger may have set a password by mail: it ends, unless the evidence shows it. Beside a new mailbox no text matches it, and a link sets another.
 *
 * @throws HashingBusy
 */
export async function withOtherMailbox(
  kernel: Kernel,
  account: AccountRecord,
  email: AccountRecord['email'],
  shown: readonly Evidence[] = [],
): Promise<AccountRecord> {
  const { email: former, password, ...rest } = withoutMailed(account);
  const isSame = former?.address === email?.address;
  const stays =
    isSame || !isOfMailbox(account) || shown.some(({ binding }) => binding === passwordBinding(password?.id ?? ''));
  const kept = stays ? password : email && (await unmatched(kernel, account));
  return { ...rest, ...(kept && { password: kept }), ...(email && { email }) };
}

export function isOfMailbox({ password }: AccountRecord): boolean {
  return password?.provenance === 'mailbox';
}

async function unmatched(kernel: Kernel, { id, password }: AccountRecord): Promise<AccountRecord['password']> {
  const hash = await kernel.passwords.hash(newToken(kernel.random), { queue: 'own', subject: id });
  return password && { ...password, id: newId(kernel.random), hash, changedAt: kernel.now(), unmatched: true };
}
