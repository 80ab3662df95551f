import { type Evidence, evaluate, type Instant, mayHaveFirstPassword, type Policy, settingUp } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { Refusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newPassword, rulesHash } from '../kernel/passwords/new-password.ts';
import { readWrittenCode } from '../kernel/secrets/codes.ts';
import { newId } from '../kernel/secrets/token.ts';
import { naming } from '../state/actors.ts';
import { afterComparison } from '../state/counted-comparison.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { factsOf, liveEvidence } from './facts.ts';
import { helpsInNow } from './help-in-code.ts';
import { afterPasswordIn, codeUsedIn, isOpenCode } from './open-code.ts';
import { passwordBinding, usablePassword } from './password.ts';
import type { FactorAttempt, Proof, Verifying } from './proof.ts';
import { questionOf } from './question.ts';
import { voucherOf } from './standing-code.ts';

export function enrollmentCodeAttempt(kernel: Kernel, code: string, password?: string): FactorAttempt {
  return {
    method: 'enrollment-code',
    guess: { authenticator: 'enrollment-code', rightAlwaysCounts: true },
    async verify(against) {
      const { flow, account, policy, now } = against;
      if (account?.enrollmentCode === undefined) return undefined;
      const live = account.enrollmentCode;
      if (!isOpenCode(live, now)) return undefined;
      const proved = flow === undefined ? [] : liveEvidence(flow, account);
      const helpsIn = helpsInNow(policy, account, now);
      if (proved.length === 0 && helpsIn !== 'first') return undefined;
      if (!kernel.ring.matches('code', enrollmentCodeText(account, code), live.hash)) return undefined;
      if ((await voucherOf(kernel, policy, live, account)) === undefined) return undefined;
      const applyTo = (latest: AccountRecord): AccountRecord | undefined => {
        const held = latest.enrollmentCode;
        if (held?.hash !== live.hash || flow === undefined) return undefined;
        // The used code stays, so that an act that voids the code also voids its evidence.
        const used = codeUsedIn(held, flow, now);
        return used && { ...latest, enrollmentCode: used };
      };
      const { setUpBy } = live;
      const binding = enrollmentCodeBinding(live.hash);
      const evidence: Evidence = { method: 'enrollment-code', at: now, binding, setUpBy, helpsIn };
      const events = [{ type: 'enrollment-code.used', method: 'enrollment-code', evenIfDenied: true }] as const;
      const proof: Proof = { command: { type: 'prove', evidence }, applyTo, useUp: applyTo, events };
      const shown = { account, proved: [...proved, evidence] };
      if (password !== undefined)
        return withPassword(kernel, proof, { password, code }, against, { ...shown, first: evidence });
      return (proved.length === 0 ? deadEnd(policy, against, shown) : undefined) ?? proof;
    },
  };
}

interface Shown {
  readonly account: AccountRecord;
  readonly proved: readonly Evidence[];
}

function deadEnd(policy: Policy, { now }: Verifying, { account, proved }: Shown): Refusal | undefined {
  const decision = evaluate(policy, { ...questionOf(policy, { evidence: proved, now }, account), local: true });
  if (decision.outcome === 'enrollment-required') return undefined;
  if (decision.outcome === 'denied' && decision.reason === 'blocked') return undefined;
  if (!choosesPassword(policy, account, now)) return { refused: 'no-way-in' };
  return { refused: 'malformed-input', errors: [{ path: 'password', message: 'is needed: the old one is lost' }] };
}

function choosesPassword(policy: Policy, account: AccountRecord, now: Instant): boolean {
  return mayHaveFirstPassword(policy, factsOf(account, policy, now));
}

async function withPassword(
  kernel: Kernel,
  { applyTo: use, useUp, events: used = [] }: Proof,
  { password, code }: { readonly password: string; readonly code: string },
  { flow, policy, now, turn }: Verifying,
  { account, proved, first }: Shown & { readonly first: Evidence },
): Promise<Proof | Refusal> {
  const { lowered } = account;
  if (account.block !== undefined) return { refused: 'account-blocked' };
  if (first.helpsIn !== 'first' || !choosesPassword(policy, account, now)) return { refused: 'method-not-allowed' };
  const names = [...account.identifiers, account.email?.address ?? ''];
  const candidate = newPassword(kernel, { tenant: account.tenant, password, path: 'password', names, turn });
  const unfit = await candidate.refusedAlone(policy);
  if (unfit !== undefined) return unfit;
  // The comparison stays a guess: who abandons the flow keeps the code, and knows that the password is not the account's.
  const compared = await afterComparison(
    kernel,
    { account, policy, candidate, password, secret: code },
    async () => undefined,
  );
  if (compared !== undefined) return compared;
  const id = newId(kernel.random);
  const hash = await kernel.passwords.hash(password, turn);
  const facts = { account: factsOf(account, policy, now), lowered };
  const setUpBy = settingUp(policy, facts, { kind: 'flow', purpose: 'sign-in' }, proved, now);
  const chosen = { id, hash, provenance: 'independent', changedAt: now, setUpBy } as const;
  const { provenance } = chosen;
  return {
    first,
    command: {
      type: 'prove',
      evidence: { method: 'password', at: now, provenance, binding: passwordBinding(id), setUpBy },
    },
    applyTo(latest, inForce) {
      const used = usablePassword(latest, inForce) === undefined ? use(latest, inForce) : undefined;
      return used && flow && { ...afterPasswordIn(flow, used), password: chosen };
    },
    useUp,
    verifyAgain: (_, policyNow) => (rulesHash(policyNow) === rulesHash(policy) ? { events: [] } : { disproved: [] }),
    act: { act: { type: 'set-password' } },
    rebinds: ['password'],
    events: [...used, { type: 'password.changed', detail: naming(setUpBy) }],
  };
}

export function isHelpedIn({ enrollmentCode }: AccountRecord, flow: string | undefined, now: Instant): boolean {
  if (enrollmentCode?.helpsIn === undefined || enrollmentCode.expiresAt <= now) return false;
  return enrollmentCode.usedIn === undefined || enrollmentCode.usedIn !== flow;
}

export function enrollmentCodeText({ tenant, id }: AccountRecord, code: string): string {
  return `enrollment ${tenant} ${id} ${readWrittenCode(code)}`;
}
