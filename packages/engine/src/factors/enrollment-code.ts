import { judge, type Policy } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { readWrittenCode } from '../kernel/secrets/codes.ts';
import { asLastKnown, withHostRoles } from '../records/host-roles.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { factsOf } from './facts.ts';
import type { FactorAttempt } from './proof.ts';

/** An administrator's one-time vouching: opens first-factor enrollment. */
export function enrollmentCodeAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'enrollment-code',
    guess: { authenticator: 'enrollment-code' },
    async verify({ flow, account, policy, now }) {
      const live = account?.enrollmentCode;
      if (account === undefined || live === undefined || live.expiresAt <= now) return undefined;
      if (live.usedIn !== undefined) return undefined;
      if (!kernel.ring.matches('code', enrollmentCodeText(account, code), live.hash)) return undefined;
      if ((await voucherOf(kernel, policy, live.by, account)) === undefined) return undefined;
      const usedIn = flow?.id;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
        const code = latest.enrollmentCode;
        if (code?.hash !== live.hash || code.usedIn !== undefined || usedIn === undefined) return undefined;
        // The code stays with the account, so that all that voids a code still voids its evidence.
        return { ...latest, enrollmentCode: { ...code, usedIn } };
      };
      return {
        command: {
          type: 'prove',
          evidence: {
            method: 'enrollment-code',
            at: now,
            binding: enrollmentCodeBinding(live.hash),
            setUpBy: live.by === 'host' ? undefined : live.by,
          },
        },
        settle,
        useUp: settle,
      };
    },
  };
}

/** What is hashed of an enrollment code: it is good for its account and no other. */
export function enrollmentCodeText({ tenant, id }: AccountRecord, code: string): string {
  return `enrollment ${tenant} ${id} ${readWrittenCode(code)}`;
}

/**
 * Who vouched for an account with a code, and still may: the host, or the administrator's account as it is committed. A code is void when its
 * issuer loses the right to issue one. The host's own word holds.
 */
export async function voucherOf(
  kernel: Kernel,
  policy: Policy,
  by: AccountId | 'host',
  over: AccountRecord,
): Promise<AccountRecord | 'host' | undefined> {
  if (by === 'host') return 'host';
  const committed = await kernel.store.readAccount(over.tenant, by);
  const issuer = committed && (await withHostRoles(kernel, committed, kernel.now()));
  if (issuer === undefined) return undefined;
  const actor = { kind: 'voucher', account: factsOf(issuer, policy) } as const;
  const target = factsOf(await asLastKnown(kernel, over), policy);
  const question = { actor, target, evidence: [], now: kernel.now() };
  return judge(policy, { type: 'use-vouching' }, question).outcome === 'allowed' ? committed : undefined;
}
