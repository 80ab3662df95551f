import { type Instant, instant } from '@sallyport/core';
import type { AccountId, AccountRecord, SetUpBy } from '@sallyport/store';
import { LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isMailed, mailedHash } from '../kernel/secrets/mailed-secret.ts';
import { newToken } from '../kernel/secrets/token.ts';

export interface Invited {
  readonly account: AccountRecord;
  readonly token: string;
}

export function withInvitation(
  kernel: Kernel,
  account: AccountRecord,
  {
    by,
    setUpBy,
    now,
  }: { readonly by: AccountId | 'host'; readonly setUpBy: SetUpBy | undefined; readonly now: Instant },
): Invited | undefined {
  if (account.email === undefined) return undefined;
  const secret = newToken(kernel.random);
  const enrollmentCode = {
    hash: mailedHash(kernel.ring, { ...linkOf(account), address: account.email.address }, secret),
    expiresAt: instant(now + LIFETIMES.invitation),
    by,
    key: kernel.ring.ids()[0],
    setUpBy,
    mailed: true,
  } as const;
  return { account: { ...account, invited: true, enrollmentCode }, token: `${account.id}.${secret}` };
}

export function isInvitation({ ring }: Pick<Kernel, 'ring'>, account: AccountRecord, secret: string): boolean {
  const { email, enrollmentCode } = account;
  if (enrollmentCode?.mailed !== true) return false;
  return isMailed(ring, { ...linkOf(account), address: email?.address }, secret, enrollmentCode.hash);
}

function linkOf({ tenant, id: accountId }: AccountRecord) {
  return { purpose: 'invitation', tenant, accountId } as const;
}

export function readInvitation(token: string): { readonly id: AccountId; readonly secret: string } {
  const dot = Math.max(0, token.indexOf('.'));
  return { id: token.slice(0, dot) as AccountId, secret: token.slice(dot + 1) };
}
