import type { Instant, Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { whoSetUp } from '../accounts/set-up.ts';
import { liveEvidence } from '../factors/facts.ts';
import { afterPasswordIn } from '../factors/open-code.ts';
import { passwordBinding } from '../factors/password.ts';
import type { Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { rulesHash } from '../kernel/passwords/new-password.ts';
import { newId } from '../kernel/secrets/token.ts';
import { naming } from '../state/actors.ts';

export function isRecoveryOver(
  { recovery }: FlowRecord,
  { recovery: pending }: AccountRecord,
  { now, policy }: { readonly now: number; readonly policy: Policy },
): boolean {
  if (recovery === undefined) return false;
  return !isPending(pending, recovery.tokenHash, now) || recovery.rules !== rulesHash(policy);
}

export function isPending(pending: AccountRecord['recovery'], linkHash: string, now: number): boolean {
  return pending !== undefined && pending.hash === linkHash && pending.expiresAt > now;
}

export function recovering(
  kernel: Kernel,
  flow: FlowRecord,
  proof: Proof,
  { account, policy, now }: { readonly account: AccountRecord; readonly policy: Policy; readonly now: Instant },
): { readonly flow: FlowRecord; readonly proof: Proof } {
  const { recovery, ...rest } = flow;
  const { command } = proof;
  if (recovery === undefined || command.type === 'ask') return { flow, proof };
  const id = newId(kernel.random);
  const at = command.evidence.at;
  const { lowered } = account;
  const proved = [...liveEvidence(rest, account), command.evidence];
  const setter = whoSetUp(policy, account, proved, now, RECOVERY);
  return {
    flow: {
      ...rest,
      evidence: [
        ...rest.evidence,
        {
          ...{ method: 'password', at, provenance: 'mailbox', setUpHere: true },
          ...{ binding: passwordBinding(id), setUpBy: setter },
        },
      ],
    },
    proof: {
      ...proof,
      act: { act: { type: 'recover' } },
      rebinds: ['password'],
      events: [...(proof.events ?? []), { type: 'password.reset', detail: naming(setter) }],
      useUp(latest) {
        const used = proof.useUp?.(latest) ?? latest;
        if (used.recovery?.hash !== recovery.tokenHash) return used;
        const { recovery: _, ...kept } = used;
        return kept;
      },
      applyTo(latest, inForce) {
        const applied = proof.applyTo(latest, inForce);
        if (applied === undefined || isRecoveryOver(flow, latest, { now, policy: inForce })) return undefined;
        // Somebody lowered the account meanwhile, and the new password's evidence would not name this person.
        if (latest.lowered?.by !== lowered?.by || latest.lowered?.from !== lowered?.from) return undefined;
        const { recovery: _, ...kept } = afterPasswordIn(flow, applied);
        return {
          ...kept,
          epoch: latest.epoch + 1,
          password: { id, hash: recovery.passwordHash, provenance: 'mailbox', changedAt: at, setUpBy: setter },
        };
      },
    },
  };
}

const RECOVERY = { kind: 'flow', purpose: 'recover' } as const;
