import type { AccountRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { newId, newToken } from '../kernel/secrets/token.ts';

/**
 * The account after somebody besides the owner replaced the mailbox. A stranger may have set the password by a link to the former mailbox. So no text
 * matches the password any more, and the owner sets another password by a link to the new mailbox.
 *
 * @throws HashingBusy if the queue is full
 */
export async function withoutMailboxPassword(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  const { id, password } = account;
  if (password?.provenance !== 'mailbox') return account;
  const hash = await kernel.passwords.hash(newToken(kernel.random), { queue: 'own', subject: id });
  return { ...account, password: { ...password, id: newId(kernel.random), hash, changedAt: kernel.now() } };
}
