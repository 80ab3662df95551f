import { anywhere, type Evidence, endsWithSession, recentEvidence } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { endedByGain } from '../acts/role-gain.ts';
import { sealedAnew } from '../factors/held.ts';
import { hasIndependentProof, provedHere } from '../factors/proved-here.ts';
import { withoutUsedCode } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { withoutNewPassword } from '../state/sign-up-password.ts';
import type { Outcome } from './outcome.ts';
import { awaitsFirstSession, type Divided, divided } from './set-ups.ts';
import type { Step, StepOfAccount } from './step.ts';

export interface After extends Pick<Divided, 'setUps'> {
  readonly ended?: readonly string[];
  readonly account: AccountRecord;
  readonly written?: AccountRecord;
}

export function accountAfter(
  kernel: Kernel,
  step: StepOfAccount,
  { account: seen, whole, decided: { grant, flow } }: Outcome,
): After {
  const { loaded, makesAccount } = step;
  if (grant === undefined && seen === loaded.account && loaded.stored === undefined) return { account: seen };
  const version = seen.version + 1;
  const stored = loaded.stored ?? loaded.account;
  const isFirst = awaitsFirstSession(stored);
  if (grant !== undefined) {
    const present = loaded.stored === undefined ? seen : sealedAnew(kernel, seen);
    const account = afterGrant(present, step, flow.evidence);
    if (account === loaded.account) return { account };
    const written = { ...account, version };
    return { account: written, written, ...(isFirst && { ended: endedByGain(whole, seen) }) };
  }
  if (!isFirst) {
    const written = { ...seen, version };
    return { account: written, written };
  }
  const { kept, ended, setUps } = divided({ policy: loaded.inForce.policy, now: loaded.now }, step.flow, stored, whole);
  const isSame =
    makesAccount !== true && JSON.stringify(kept) === JSON.stringify(withoutNewPassword(step.flow, stored));
  return { account: { ...seen, version }, setUps, ended, ...(!isSame && { written: { ...kept, version } }) };
}

function afterGrant(account: AccountRecord, step: Step, evidence: readonly Evidence[]): AccountRecord {
  const used = withoutSeenCode(withoutOpenSignUp(withoutDisowned(account, step)));
  const cleared = withClearedProvenance(used, step, evidence);
  return account.emergency === true ? { ...cleared, emergencyUsedAt: step.loaded.now } : cleared;
}

function withoutDisowned(account: AccountRecord, { flow }: Step): AccountRecord {
  const { disowned, dormancy, ...rest } = account;
  return (disowned === undefined && dormancy === undefined) || flow.raises !== undefined ? account : rest;
}

function withoutSeenCode(account: AccountRecord): AccountRecord {
  const { enrollmentCode: code } = account;
  return code !== undefined && endsWithSession(code) ? withoutUsedCode(account) : account;
}

function withoutOpenSignUp(account: AccountRecord): AccountRecord {
  if (account.openSignUp === undefined && account.invited === undefined) return account;
  const { openSignUp: _, invited: __, openPasskeys: ___, enrollmentCode, ...rest } = account;
  return enrollmentCode === undefined || enrollmentCode.mailed === true ? rest : { ...rest, enrollmentCode };
}

function withClearedProvenance(
  account: AccountRecord,
  { loaded, flow }: Step,
  evidence: readonly Evidence[],
): AccountRecord {
  const { password } = account;
  if (password?.provenance !== 'mailbox' || !hasIndependentProof(provedHere(flow, evidence), password)) return account;
  const { now, inForce } = loaded;
  // A recovery's password (`setUpHere`) was not typed yet: a thief with the mailbox may have left the recovery in the owner's browser.
  const used = recentEvidence(evidence, now, anywhere(inForce.policy).recentProof).some(
    ({ method, at, setUpHere }) => method === 'password' && setUpHere !== true && at >= password.changedAt,
  );
  return used ? { ...account, password: { ...password, provenance: 'independent' } } : account;
}
