import type { Policy } from '@sallyport/core';
import type { AccountRecord, CommitGuards, FlowRecord } from '@sallyport/store';
import { restsOnAccount } from '../acts/liveness.ts';
import { refusalOf } from '../acts/refused-act.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { voucherOf } from '../factors/enrollment-code.ts';
import { type Disproof, type Proof, verifiedAgain } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { withHostRoles } from '../records/host-roles.ts';
import type { Loaded } from '../records/load-step.ts';
import { withNewPassword } from '../records/sign-up-password.ts';
import { worded } from '../records/worded.ts';
import { acceptsNow } from './accepts-now.ts';
import { type AppliedProof, applyProof } from './apply-proof.ts';
import { decideIn, verdictOn } from './decide-in.ts';
import { isFirstSignInOver, overFor } from './flow-over.ts';
import { linksHold } from './linkable.ts';
import { goneWithGain, type Outcome, outcomeOf } from './outcome.ts';
import { warnOfUnknown } from './refuse-unknown.ts';
import { isClaimed, wholeOf } from './set-ups.ts';
import type { Step } from './step.ts';

/** A proof on the committed state: the outcome that the commit writes, a refusal, or a wrong proof. */
export type JudgedProof =
  | { readonly outcome: Outcome; readonly held: Held; readonly kind: Exclude<AppliedProof['kind'], 'no-longer-holds'> }
  | Disproof
  | Refusal;

/** Judges a proof on the committed state, as every try of the commit does. Writes nothing. */
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
  if (begins !== true && isFirstSignInOver(policy, flow, account)) return overFor(caller);
  if (begins !== true && !isAccepted(loadedFlow, account, { now, inForce }, shown))
    return { refused: 'method-not-allowed' };
  const proof = verifiedAgain(account, policy, shown);
  if ('disproved' in proof) return proof;
  const held = await heldCodes(kernel, policy, flow, account, proof);
  if (held.isVoid === true && showsCode(proof)) return { disproved: [] };
  // Without the word of the person who invited, nothing is left of the invitation.
  if (held.isVoid === true && flow.purpose === 'sign-up') return overFor(caller);
  const accountWithRoles = await withHostRoles(kernel, account, now);
  // The host just gave the account of a sign-up a role of administration, which no reader of the mailbox may reach.
  if (stored && accountWithRoles && isClaimed(policy, { ...stored, roles: accountWithRoles.roles }))
    return overFor(caller);
  const whole = wholeOf({ account, stored }, flow);
  if (!(await linksHold(kernel, policy, flow, stored))) return overFor(caller);
  const effect = applyProof(proof, { account, whole, withRoles: accountWithRoles, policy, now });
  if (effect.kind === 'no-longer-holds') return { refused: 'invalid-credentials' };
  const { kind, proof: appliedProof } = effect;
  // The proof may have used the link of an invitation. From then on the flow's new password counts.
  const applied = withNewPassword(policy, held.flow, effect.account);
  const seen = applied && { account: applied, whole: effect.whole ?? applied };
  const found = outcomeOf(appliedProof, { account, whole }, seen, flow, (present) =>
    decideIn({ now, inForce }, held.flow, present, proof.command),
  );
  // A denied sign-up makes no account.
  const refusedNewAccount = makesAccount === true ? denialOf(found) : undefined;
  if (refusedNewAccount !== undefined) {
    if (kind === 'unknown-to-host') warnOfUnknown(kernel, account);
    return refusedNewAccount;
  }
  const target = accountWithRoles && { ...account, roles: accountWithRoles.roles };
  const after = target && applied && { account: target, left: applied, isGranted: found.decided.grant !== undefined };
  const refused = after && refusalOf(verdictOn(policy, held.flow, proof, after, now));
  // The owner's proof is denied, so its act is not made. The commit of the denial ends the flow, uses the code up and logs the denial.
  const isLeftToDenial = found.endsUngranted && proof.act?.by === undefined;
  // An identity that its provider may not link to the account is nobody's.
  if (refused !== undefined && !isLeftToDenial)
    return proof.act?.by === undefined ? refused : { refused: 'invalid-credentials' };
  const outcome = effect.kind === 'gone' ? goneWithGain(appliedProof, effect, flow) : found;
  if (!outcome.endsUngranted && flow.raises !== undefined && !restsOnAccount(flow.raises.session, account))
    return overFor(caller);
  return { outcome, held, kind };
}

/** Whether the flow, as it is stored, still accepts the method of a proof beside its proofs. */
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

/** A flow with the enrollment codes that still count. */
interface Held {
  readonly flow: FlowRecord;
  /** Guards that the code's issuer keeps the right to vouch until the commit. */
  readonly guard?: Pick<CommitGuards, 'actor'>;
  /** True if the code's issuer lost the right to vouch. */
  readonly isVoid?: true;
}

/**
 * Returns the flow without enrollment codes whose administrator lost the right to issue them. A code in the proof itself is judged too.
 */
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
