import type { Kernel } from '../kernel/kernel.ts';
import { stillVouches } from '../records/administrators.ts';
import { readWrittenCode } from '../secrets/codes.ts';
import type { AccountRecord } from '../store/records.ts';
import type { FactorAttempt } from './proof.ts';

/** An administrator's one-time vouching: opens first-factor enrollment. */
export function enrollmentCodeAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'enrollment-code',
    guess: { authenticator: 'enrollment-code' },
    async verify({ account, policy, now }) {
      const live = account?.enrollmentCode;
      if (account === undefined || live === undefined || live.expiresAt <= now) return undefined;
      if (!kernel.ring.matches('code', enrollmentCodeText(account, code), live.hash)) return undefined;
      if (!(await stillVouches(kernel, policy, live.by, account))) return undefined;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
        if (latest.enrollmentCode?.hash !== live.hash) return undefined;
        const { enrollmentCode: _, ...rest } = latest;
        return rest;
      };
      return {
        command: { type: 'prove', evidence: { method: 'enrollment-code', at: now } },
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
