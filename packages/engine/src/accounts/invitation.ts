import { type Instant, instant } from '@sallyport/core';
import type { AccountId, AccountRecord, SetUpBy } from '@sallyport/store';
import { LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken } from '../kernel/secrets/token.ts';

/** An account with an invitation, and the token for the mail. The store has only the token's hash. */
export interface Invited {
  readonly account: AccountRecord;
  readonly token: string;
}

/** Gives an account an invitation. A newer invitation, and an enrollment code, void the invitation before. */
export function withInvitation(
  kernel: Kernel,
  account: AccountRecord,
  {
    by,
    setUpBy,
    now,
  }: { readonly by: AccountId | 'host'; readonly setUpBy: SetUpBy | undefined; readonly now: Instant },
): Invited {
  const secret = newToken(kernel.random);
  const enrollmentCode = {
    hash: kernel.ring.hash('code', invitationText(account, secret)),
    expiresAt: instant(now + LIFETIMES.invitation),
    by,
    key: kernel.ring.ids()[0],
    setUpBy,
    mailed: true,
  } as const;
  return { account: { ...account, invited: true, enrollmentCode }, token: `${account.id}.${secret}` };
}

/** The text for the hash of an invitation. An invitation is valid only for its account. No code that a person types has this text. */
export function invitationText({ tenant, id }: AccountRecord, secret: string): string {
  return `invitation ${tenant} ${id} ${secret}`;
}

/** The parts of a token: the account, and the secret. */
export function readInvitation(token: string): { readonly id: AccountId; readonly secret: string } {
  const dot = Math.max(0, token.indexOf('.'));
  return { id: token.slice(0, dot) as AccountId, secret: token.slice(dot + 1) };
}
