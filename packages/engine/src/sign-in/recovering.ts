import { setUpBy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { passwordBinding } from '../factors/password.ts';
import type { Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';

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
  const setter = setUpBy([...rest.evidence, command.evidence]);
  return {
    flow: {
      ...rest,
      evidence: [
        ...rest.evidence,
        { method: 'password', at, provenance: 'mailbox', binding: passwordBinding(id), setUpBy: setter },
      ],
    },
    proof: {
      ...proof,
      act: { act: { type: 'recover' } },
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
          password: { id, hash: recovery.passwordHash, provenance: 'mailbox', changedAt: at, setUpBy: setter },
        };
      },
    },
  };
}
