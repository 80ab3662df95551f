import { isHostCode, type Policy } from '@sallyport/core';
import { hasStrongFactor } from '../factors/facts.ts';
import { FACTORS } from '../factors/index.ts';
import { passwordBinding } from '../factors/password.ts';
import type { Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../secrets/token.ts';
import type { AccountRecord, FlowRecord } from '../store/records.ts';

/** What a recovery goes on with: another factor, and never another mail to the same mailbox. */
export function recoveryAccepts(account: AccountRecord, { codes }: Pick<Policy, 'codes'>): string[] {
  const accepts = FACTORS.flatMap(({ recoversBy }) => recoversBy?.(account) ?? []);
  // A delivered code only where there is nothing stronger, and while the host still delivers it.
  const isStronger = hasStrongFactor(account);
  return accepts.filter((method) => !isHostCode(method) || (!isStronger && codes.includes(method)));
}

/** The link that this recovery came by has been used, has expired, or another took its place: nothing that is proved in it counts. */
export function isLinkOver({ recovery }: FlowRecord, { recovery: pending }: AccountRecord, now: number): boolean {
  return recovery !== undefined && !isPending(pending, recovery.tokenHash, now);
}

/** Whether this is the recovery link that was mailed last, and it has not expired. */
export function isPending(pending: AccountRecord['recovery'], linkHash: string, now: number): boolean {
  return pending !== undefined && pending.hash === linkHash && pending.expiresAt > now;
}

/**
 * A proof in a recovery flow: with it the new password takes the old one's place, as password evidence with the mailbox's provenance,
 * and the link is spent. The epoch rises: other sessions end.
 */
export function recovering(
  kernel: Kernel,
  flow: FlowRecord,
  proof: Proof,
  now: number,
): { readonly flow: FlowRecord; readonly proof: Proof } {
  const { recovery, ...rest } = flow;
  const { command } = proof;
  if (recovery === undefined || command.type === 'ask') return { flow, proof };
  const id = newId(kernel.random);
  const at = command.evidence.at;
  return {
    flow: {
      ...rest,
      evidence: [...rest.evidence, { method: 'password', at, provenance: 'mailbox', binding: passwordBinding(id) }],
    },
    proof: {
      ...proof,
      rebinds: 'password',
      events: [...(proof.events ?? []), { type: 'password.reset' }],
      useUp(latest) {
        const used = proof.useUp?.(latest) ?? latest;
        if (used.recovery?.hash !== recovery.tokenHash) return used;
        const { recovery: _, ...kept } = used;
        return kept;
      },
      settle(latest) {
        const settled = proof.settle(latest);
        if (settled === undefined || isLinkOver(flow, latest, now)) return undefined;
        const { recovery: _, ...kept } = settled;
        return {
          ...kept,
          epoch: latest.epoch + 1,
          password: { id, hash: recovery.passwordHash, provenance: 'mailbox', changedAt: at },
        };
      },
    },
  };
}
