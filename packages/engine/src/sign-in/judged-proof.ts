import { type Decision, type Policy, shadowDifference } from '@sallyport/core';
import type { AccountRecord, CommitGuards, FlowRecord } from '@sallyport/store';
import { countsForMailbox } from '../accounts/mailbox-owners.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { refusalOf } from '../acts/refused-act.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { type Disproof, type Proof, verifiedAgain } from '../factors/proof.ts';
import { codesForReport, voucherOf } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ShadowFound } from '../kernel/shadow-notes.ts';
import { withHostRoles } from '../state/host-roles.ts';
import type { Loaded } from '../state/load.ts';
import { withNewPassword } from '../state/sign-up-password.ts';
import { worded } from '../state/worded.ts';
import { acceptsNow } from './accepts-now.ts';
import { type AppliedProof, applyProof } from './apply-proof.ts';
import { decideIn, verdictOn } from './decide-in.ts';
import { hasLeft, isFirstSignInOver, overFor } from './flow-over.ts';
import { linksHold } from './linkable.ts';
import { goneWithGain, type Outcome, outcomeOf } from './outcome.ts';
import { warnOfUnknown } from './refuse-unknown.ts';
import { isClaimed, wholeOf } from './set-ups.ts';
import type { Step } from './step.ts';

export type JudgedProof =
  | {
      readonly outcome: Outcome;
      readonly held: Held;
      readonly kind: Exclude<AppliedProof['kind'], 'no-longer-holds'>;
      readonly inShadow: ShadowFound | undefined;
    }
  | Disproof
  | Refusal;

export async function judgedProof(
  kernel: Kernel,
  caller: Caller,
  {
    loaded: { account, now, inForce, flow: loadedFlow, stored },
    flow,
    makesAccount,
    begins,
  }: Step & { readonly loaded: { readonly account: AccountRecord } },
  shown: Proof,
): Promise<JudgedProof> {
  const { policy } = inForce;
  if (hasLeft(policy, flow)) return overFor(caller);
  if (begins !== true && isFirstSignInOver(policy, flow, account)) return overFor(caller);
  // Another account has the mailbox by now.
  if (makesAccount !== true && !(await countsForMailbox(kernel, policy, stored ?? account)))
    return begins === true ? { refused: 'already-exists' } : overFor(caller);
  if (begins !== true && !isAccepted(loadedFlow, account, { now, inForce }, shown))
    return { refused: 'method-not-allowed' };
  const proof = verifiedAgain(account, policy, shown);
  if ('disproved' in proof) return proof;
  const held = await heldCodes(kernel, policy, flow, account, proof);
  if (held.isVoid === true && showsCode(proof)) return { disproved: [] };
  if (held.isVoid === true && flow.purpose === 'sign-up') return overFor(caller);
  const accountWithRoles = await withHostRoles(kernel, account, now);
  // The host just gave a role of administration, which no reader of the mailbox may reach.
  const isOfMailbox = begins !== true && (stored !== undefined || flow.purpose === 'sign-up');
  if (isOfMailbox && accountWithRoles && isClaimed(policy, { ...(stored ?? account), roles: accountWithRoles.roles }))
    return overFor(caller);
  const whole = wholeOf({ account, stored }, flow);
  if (!(await linksHold(kernel, policy, flow, stored))) return overFor(caller);
  const at = { account, whole, withRoles: accountWithRoles, policy, now, asItCounts: codesForReport(kernel) };
  const effect = await applyProof(proof, at);
  if (effect.kind === 'no-longer-holds') return { refused: 'invalid-credentials' };
  const { kind, proof: appliedProof } = effect;
  const applied = withNewPassword(policy, held.flow, effect.account);
  const seen = applied && { account: applied, whole: effect.whole ?? applied };
  const found = outcomeOf(appliedProof, { account, whole }, seen, flow, (present) =>
    decideIn({ now, inForce }, held.flow, present, proof.command),
  );
  const refusedNewAccount = makesAccount === true ? denialOf(found) : undefined;
  if (refusedNewAccount !== undefined) {
    if (kind === 'unknown-to-host') warnOfUnknown(kernel, account);
    return refusedNewAccount;
  }
  const target = accountWithRoles && { ...account, roles: accountWithRoles.roles };
  const after = target && applied && { account: target, left: applied, isGranted: found.decided.grant !== undefined };
  const refused = after && refusalOf(await verdictOn(kernel, policy, held.flow, proof, after, now));
  const isLeftToDenial = found.endsUngranted && proof.act?.by === undefined;
  if (refused !== undefined && !isLeftToDenial)
    return proof.act?.by === undefined ? refused : { refused: 'invalid-credentials' };
  const outcome = effect.kind === 'gone' ? goneWithGain(appliedProof, effect, flow) : found;
  if (!outcome.endsUngranted && flow.raises !== undefined && !restsOnAccount(flow.raises.session, account))
    return overFor(caller);
  const inShadow =
    applied && judgedInShadow(kernel, { now, inForce }, held.flow, applied, found.decided.decision, proof);
  return { outcome, held, kind, inShadow };
}

/** The draft decides on the same proofs, and nothing follows from it. */
function judgedInShadow(
  { shadows }: Pick<Kernel, 'shadows'>,
  { now, inForce: { version, shadow: draft } }: Pick<Loaded, 'now' | 'inForce'>,
  flow: FlowRecord,
  account: AccountRecord,
  decision: Decision,
  { command }: Proof,
): ShadowFound | undefined {
  if (draft === undefined) return undefined;
  const inForce = { version, policy: draft.policy };
  const difference = shadows.judged(() =>
    shadowDifference(decision, decideIn({ now, inForce }, flow, account, command).decision),
  );
  const { tenant, id: accountId } = account;
  const occasion = flow.raises === undefined ? 'sign-in' : 'step-up';
  return difference && { tenant, accountId, draft, occasion, difference };
}

function isAccepted(
  flow: FlowRecord | undefined,
  account: AccountRecord,
  at: Pick<Loaded, 'now' | 'inForce'>,
  { command }: Proof,
): boolean {
  if (command.type !== 'prove' || flow === undefined || flow.evidence.length === 0) return true;
  return acceptsNow(flow, account, command.evidence.method, at);
}

function denialOf({ decided: { decision } }: Outcome): Refusal | undefined {
  if (decision.outcome !== 'denied') return undefined;
  return {
    refused: decision.reason === 'blocked' ? 'account-blocked' : decision.reason,
    because: worded(decision.because),
  };
}

interface Held {
  readonly flow: FlowRecord;
  readonly guard?: Pick<CommitGuards, 'actor'>;
  readonly isVoid?: true;
}

async function heldCodes(
  kernel: Kernel,
  policy: Policy,
  flow: FlowRecord,
  account: AccountRecord,
  proof: Proof,
): Promise<Held> {
  const { enrollmentCode } = account;
  const isUsed = showsCode(proof) || flow.evidence.some(({ method }) => method === 'enrollment-code');
  if (!isUsed || enrollmentCode === undefined) return { flow };
  const voucher = await voucherOf(kernel, policy, enrollmentCode, account);
  if (voucher === 'host') return { flow };
  if (voucher !== undefined) return { flow, guard: { actor: { accountId: voucher.id, version: voucher.version } } };
  const evidence = flow.evidence.filter(({ method }) => method !== 'enrollment-code');
  return { flow: { ...flow, evidence }, isVoid: true };
}

function showsCode({ command }: Proof): boolean {
  return command.type === 'prove' && command.evidence.method === 'enrollment-code';
}
