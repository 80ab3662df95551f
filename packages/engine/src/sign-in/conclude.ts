import { limitsSessions, type Policy } from '@sallyport/core';
import type { AccountRecord, CommitGuards, FlowRecord } from '@sallyport/store';
import { administratorsAfter } from '../acts/last-administrator.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import { orphanedEnvelopes } from '../acts/orphaned-envelopes.ts';
import { afterConflict, refusalOf } from '../acts/refused-act.ts';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { voucherOf } from '../factors/enrollment-code.ts';
import { factsOf } from '../factors/facts.ts';
import { type Proof, verifiedAgain } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { countedIn, giveBackAtOnce, giveBackOnFault } from '../records/counted-guess.ts';
import { deviceHashes } from '../records/device-tokens.ts';
import { withHostRoles } from '../records/host-roles.ts';
import { loadStep } from '../records/load-step.ts';
import { withNewPassword, withoutNewPassword } from '../records/sign-up-password.ts';
import { worded } from '../records/worded.ts';
import { applyProof } from './apply-proof.ts';
import { changeAfter, methodOf } from './change.ts';
import { decideIn, verdictOn } from './decide-in.ts';
import { failed } from './failed.ts';
import { overFor } from './flow-over.ts';
import { goneWithGain, type Outcome, outcomeOf } from './outcome.ts';
import { warnOfUnknown } from './refuse-unknown.ts';
import { replyTo } from './reply.ts';
import { endedByLimit, endSurplus, roomFor } from './session-room.ts';
import type { Step } from './step.ts';
import { toldIfUnfamiliar } from './unfamiliar.ts';

/**
 * Decides a proof and commits the result, guarded by the versions of flow, account and policy. Only this function opens sessions, by a
 * grant of its decision. The commit takes a right guess off its counter again. If the account or the policy changed meanwhile, the same
 * evidence is judged again on the committed state. If the flow moved on, the caller gets a conflict.
 */
export async function conclude(kernel: Kernel, caller: Caller, step: Step, shown: Proof): Promise<FlowReply | Refusal> {
  const { account, inForce } = step.loaded;
  // Sign-ins that count the account's sessions would overtake each other in every try.
  return account !== undefined && limitsSessions(inForce.policy, factsOf(account, inForce.policy))
    ? kernel.sessionCountQueue.run(account.id, () => decideAndCommit(kernel, caller, step, shown))
    : decideAndCommit(kernel, caller, step, shown);
}

async function decideAndCommit(kernel: Kernel, caller: Caller, step: Step, shown: Proof): Promise<FlowReply | Refusal> {
  let { loaded, flow } = step;
  let giveBack = countedIn(loaded.guess);
  const refuse = async (refusal: Refusal): Promise<Refusal> => {
    await giveBackAtOnce(kernel, caller.tenant, giveBack);
    return refusal;
  };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { account, now, inForce } = loaded;
    if (account === undefined) return refuse({ refused: 'invalid-credentials' });
    const proof = verifiedAgain(account, inForce.policy, shown);
    if ('disproved' in proof) return failed(kernel, caller, loaded, methodOf(shown), proof.disproved);
    const held = await heldCodes(kernel, inForce.policy, flow, account, proof);
    if (held.isVoid === true && showsCode(proof)) return failed(kernel, caller, loaded, methodOf(proof), []);
    const withRoles = await giveBackOnFault(kernel, caller.tenant, giveBack, () => withHostRoles(kernel, account, now));
    const effect = applyProof(proof, { account, withRoles, policy: inForce.policy, now });
    if (effect.kind === 'no-longer-holds') return refuse({ refused: 'invalid-credentials' });
    const { kind, proof: appliedProof } = effect;
    // The proof may have used the link of an invitation. From then on the flow's new password counts.
    const applied = withNewPassword(inForce.policy, held.flow, effect.account);
    const found = outcomeOf(appliedProof, account, applied, flow, (present) =>
      decideIn({ now, inForce }, held.flow, present, proof.command),
    );
    // A denied sign-up makes no account.
    const refusedNewAccount = step.makesAccount === true ? denialOf(found) : undefined;
    if (refusedNewAccount !== undefined) {
      if (kind === 'unknown-to-host') warnOfUnknown(kernel, account);
      return refuse(refusedNewAccount);
    }
    const target = withRoles && { ...account, roles: withRoles.roles };
    const after = target && applied && { account: target, left: applied, isGranted: found.decided.grant !== undefined };
    const refused = after && refusalOf(verdictOn(inForce.policy, held.flow, proof, after, now));
    // The owner's proof is denied, so its act is not made. The commit of the denial ends the flow, uses the code up and logs the denial.
    const isLeftToDenial = found.endsUngranted && proof.act?.by === undefined;
    // An identity that its provider may not link to the account is nobody's.
    if (refused !== undefined && !isLeftToDenial)
      return refuse(proof.act?.by === undefined ? refused : { refused: 'invalid-credentials' });
    const outcome = effect.kind === 'gone' ? goneWithGain(appliedProof, effect.account, flow) : found;
    if (!outcome.endsUngranted && flow.raises !== undefined && !restsOnAccount(flow.raises.session, account))
      return refuse(overFor(caller));
    const opens = outcome.decided.grant !== undefined && flow.raises === undefined;
    const room = opens ? await roomFor(kernel, inForce.policy, outcome.account, now) : undefined;
    if (room?.outcome === 'refused') return refuse({ refused: 'session-limit' });
    const toWrite = room === undefined ? outcome : withNextVersion(outcome);
    const unended = await endSurplus(kernel, account, room?.ends ?? [], now);
    if (unended !== undefined) return refuse(unended);
    const change = changeAfter(kernel, caller, { ...step, loaded: { ...loaded, account }, flow }, toWrite);
    const ended = room?.ends.at(-1);
    // Only roles from a provider can remove an administrator. For any other proof, there is nothing to guard or write.
    const administrators = await administratorsAfter(kernel, inForce.policy, account, outcome.account);
    const guards = { ...change.commit.guards, ...administrators.guards, ...held.guard };
    const orphaned = await orphanedEnvelopes(kernel, account, outcome.account, 'system');
    const result = await kernel.commitAct({
      giveBack,
      ...change.commit,
      ...administrators,
      ...(orphaned.vault && { vault: orphaned.vault }),
      ...(ended !== undefined && { endSessions: { accountId: account.id, only: ended } }),
      events: [
        ...change.commit.events,
        ...orphaned.events,
        ...(await toldIfUnfamiliar(kernel, caller, { ...loaded, account }, change)),
        ...(ended === undefined ? [] : [endedByLimit(kernel, account, ended)]),
      ],
      guards,
    });
    giveBack = undefined;
    if (result.outcome === 'committed' && kind === 'unknown-to-host') warnOfUnknown(kernel, account);
    if (result.outcome === 'committed' && kind === 'gone') return { refused: 'invalid-credentials' };
    if (result.outcome === 'committed') return replyTo(kernel, { ...step, loaded, flow }, outcome.decided, change);
    // The session that the flow raises has ended, or something else wrote it meanwhile. The flow can raise it no more.
    const final = result.with === 'session' ? overFor(caller) : afterConflict(result.with);
    if (final !== undefined) return final;
    loaded = await loadStep(kernel, {
      tenant: caller.tenant,
      account: { kind: 'id', value: account.id },
      flowHash: step.isNewFlow ? undefined : flow.tokenHash,
      deviceHashes: deviceHashes(caller),
    });
    const again = step.makesAccount === true ? withoutNewPassword(flow, account) : loaded.account;
    loaded = { ...loaded, account: withNewPassword(loaded.inForce.policy, flow, again) };
    if (!step.isNewFlow && loaded.flow?.version !== flow.version) return { refused: 'flow-conflict' };
  }
  return { refused: 'store-unavailable' };
}

function denialOf({ decided: { decision } }: Outcome): Refusal | undefined {
  if (decision.outcome !== 'denied') return undefined;
  return {
    refused: decision.reason === 'blocked' ? 'account-blocked' : decision.reason,
    because: worded(decision.because),
  };
}

/**
 * The outcome with a copy of its account. {@link changeAfter} takes another object for a change of the account, so the commit raises the account's
 * version: of two sign-ins that counted the same sessions, the second counts again.
 */
function withNextVersion(outcome: Outcome): Outcome {
  return { ...outcome, account: { ...outcome.account } };
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
  // Without the word of the person who invited, the flow is a sign-in like any other.
  const purpose = flow.purpose === 'sign-up' ? 'sign-in' : flow.purpose;
  return { flow: { ...flow, evidence, purpose }, isVoid: true };
}

function showsCode({ command }: Proof): boolean {
  return command.type === 'prove' && command.evidence.method === 'enrollment-code';
}
