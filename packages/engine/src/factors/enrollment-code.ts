import { judge, type Policy, settersOf } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { readWrittenCode } from '../kernel/secrets/codes.ts';
import { asLastKnown, withHostRoles } from '../records/host-roles.ts';
import { areBlocked } from '../records/setters.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { factsOf } from './facts.ts';
import type { FactorAttempt } from './proof.ts';
import { questionOf } from './question.ts';

/** An attempt with an enrollment code: an administrator's one-time vouching, which opens the set-up of a first factor. */
export function enrollmentCodeAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'enrollment-code',
    guess: { authenticator: 'enrollment-code' },
    async verify({ flow, account, policy, now }) {
      if (account?.enrollmentCode === undefined) return undefined;
      const live = account.enrollmentCode;
      if (live.expiresAt <= now) return undefined;
      if (live.usedIn !== undefined) return undefined;
      if (!kernel.ring.matches('code', enrollmentCodeText(account, code), live.hash)) return undefined;
      if ((await voucherOf(kernel, policy, live, account)) === undefined) return undefined;
      const usedIn = flow?.id;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
        const code = latest.enrollmentCode;
        if (code?.hash !== live.hash || code.usedIn !== undefined || usedIn === undefined) return undefined;
        // The used code stays in the account: an act that voids the code then also voids its evidence.
        return { ...latest, enrollmentCode: { ...code, usedIn } };
      };
      return {
        command: {
          type: 'prove',
          evidence: {
            method: 'enrollment-code',
            at: now,
            binding: enrollmentCodeBinding(live.hash),
            setUpBy: live.setUpBy,
          },
        },
        settle,
        useUp: settle,
      };
    },
  };
}

/** The text that is hashed for an enrollment code. The code is valid only for its account. */
export function enrollmentCodeText({ tenant, id }: AccountRecord, code: string): string {
  return `enrollment ${tenant} ${id} ${readWrittenCode(code)}`;
}

/**
 * Returns the issuer of an enrollment code, if the issuer may still vouch for the account: the host, or the administrator's committed
 * account. A code is void when its administrator loses the right to issue codes, or when somebody is blocked who acted in the
 * administrator's session. The host's codes stay valid.
 */
export async function voucherOf(
  kernel: Kernel,
  policy: Policy,
  { by, setUpBy }: Pick<NonNullable<AccountRecord['enrollmentCode']>, 'by' | 'setUpBy'>,
  over: AccountRecord,
): Promise<AccountRecord | 'host' | undefined> {
  if (by === 'host') return 'host';
  const committed = await kernel.store.readAccount(over.tenant, by);
  const issuer = committed && (await withHostRoles(kernel, committed, kernel.now()));
  if (issuer === undefined) return undefined;
  const others = settersOf([{ setUpBy }]).filter((name) => name !== by);
  const isByBlocked = await areBlocked(kernel, over.tenant, others);
  const actor = { kind: 'voucher', account: factsOf(issuer, policy), isByBlocked } as const;
  const target = await asLastKnown(kernel, over);
  const question = questionOf(policy, { actor, evidence: [], now: kernel.now() }, target);
  return judge(policy, { type: 'use-vouching' }, question).outcome === 'allowed' ? committed : undefined;
}
