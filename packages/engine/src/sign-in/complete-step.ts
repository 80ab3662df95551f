import { limitsSessions } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { accountWritten } from '../acts/account-written.ts';
import { administratorsAfter } from '../acts/last-administrator.ts';
import { afterConflict } from '../acts/refused-act.ts';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { methodOf, type Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { countedIn } from '../state/counted-guess.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import { type Counted, loadAndCount } from '../state/load.ts';
import { withNewPassword, withoutNewPassword } from '../state/sign-up-password.ts';
import { changeAfter } from './change.ts';
import { failed } from './failed.ts';
import { overFor } from './flow-over.ts';
import { judgedProof } from './judged-proof.ts';
import { loadInFlow } from './load-in-flow.ts';
import type { Outcome } from './outcome.ts';
import { refuseFull, spentBy } from './refuse-full.ts';
import { warnOfUnknown } from './refuse-unknown.ts';
import { replyTo } from './reply.ts';
import { afterOwnEnd, besideGuard, besideNow, notingIn, withSessionBeside } from './session-beside.ts';
import { endedByLimit, endedBySignIn, endSurplus, roomFor } from './session-room.ts';
import { followMail } from './single-sign-on/followed-mail.ts';
import type { Step } from './step.ts';
import { toldIfUnfamiliar } from './unfamiliar.ts';

/** The only function that opens sessions. */
export async function completeStep(
  kernel: Kernel,
  caller: Caller,
  step: Step,
  shown: Proof,
): Promise<FlowReply | Refusal> {
  const { account, inForce, now } = step.loaded;
  // Sign-ins that count the account's sessions would overtake each other in every try.
  return account !== undefined && limitsSessions(inForce.policy, factsOf(account, inForce.policy, now))
    ? kernel.sessionCountQueue.run(account.id, () => decideAndCommit(kernel, caller, step, shown))
    : decideAndCommit(kernel, caller, step, shown);
}

async function decideAndCommit(kernel: Kernel, caller: Caller, step: Step, shown: Proof): Promise<FlowReply | Refusal> {
  let flow = withSessionBeside(step.flow, step.beside);
  let { loaded } = step;
  const giveBack = countedIn(loaded.guess);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { account, now, inForce } = loaded;
    if (account === undefined) return { refused: 'invalid-credentials' };
    const beside = await besideNow(kernel, caller, flow, account.id);
    if (beside === undefined) return overFor(caller);
    flow = beside.flow;
    const setUps = loaded.stored && (loaded.flow ?? flow).setUps;
    const tried = { ...step, loaded: { ...loaded, account }, flow: { ...flow, setUps }, besideNow: beside.record };
    const judged = await judgedProof(kernel, caller, tried, shown);
    if ('refused' in judged) return judged;
    if ('disproved' in judged) return failed(kernel, caller, loaded, methodOf(shown), judged);
    const { outcome, held, kind, inShadow } = judged;
    const opens = outcome.decided.grant !== undefined && flow.raises === undefined;
    const room = opens ? await roomFor(kernel, beside.record, inForce.policy, outcome.account, now) : undefined;
    if (room !== undefined && 'fullWith' in room) {
      const spent = await spentBy(kernel, caller.tenant, tried, shown);
      const used = spent && (await kernel.commitAct({ giveBack, ...spent.commit }));
      if (used === undefined || used.outcome === 'committed') {
        const full = await refuseFull(kernel, caller, spent?.step ?? tried, shown, { ...room, giveBack });
        if (full !== undefined) return full;
        if (spent !== undefined) return { refused: 'session-limit', most: room.most };
      } else {
        const final = afterConflict(used.with);
        if (final !== undefined) return final;
      }
      const again = await loadedAgain(kernel, caller, step, account);
      if ('refused' in again) return again;
      loaded = again;
      continue;
    }
    const toWrite = room?.isLimited === true ? withNextVersion(outcome) : outcome;
    const unended = await endSurplus(kernel, account, room?.ends ?? [], now);
    if (unended !== undefined) return unended;
    const goesOn = { ...tried, flow: afterOwnEnd(tried.flow, account, toWrite.account) };
    const change = await changeAfter(kernel, caller, goesOn, toWrite);
    const ended = room?.ends.at(-1);
    const endedFor = ended === room?.replaced ? endedBySignIn : endedByLimit;
    const stored = loaded.stored ?? account;
    const written =
      change.written &&
      (await accountWritten(kernel, inForce.policy, step.makesAccount === true ? undefined : stored, change.written, {
        actor: 'system',
      }));
    const administrators = await administratorsAfter(kernel, inForce.policy, stored, written?.account ?? stored);
    const besides = opens ? besideGuard(beside.record, now) : {};
    const guards = { ...change.commit.guards, ...administrators.guards, ...held.guard, ...besides };
    const result = await kernel.commitAct({
      giveBack,
      ...change.commit,
      ...written?.commit,
      ...administrators,
      ...(besides.session && notingIn(beside.record, change.session, now)),
      ...(ended !== undefined && { endSessions: { accountId: account.id, only: ended } }),
      events: [
        ...change.commit.events,
        ...(written?.events ?? []),
        ...(await toldIfUnfamiliar(kernel, caller, tried.loaded, change)),
        ...(ended === undefined ? [] : [endedFor(kernel, account, ended)]),
      ],
      guards,
    });
    if (result.outcome === 'committed') {
      if (inShadow !== undefined) kernel.shadows.note(inShadow);
      if (kind === 'unknown-to-host') warnOfUnknown(kernel, account);
      if (kind === 'gone') return { refused: 'invalid-credentials' };
      if (opens) await followMail(kernel, caller, tried.flow, change);
      return await replyTo(kernel, tried, outcome.decided, change);
    }
    if (result.with === 'session' && besides.session === undefined) return overFor(caller);
    const final = result.with === 'session' ? undefined : afterConflict(result.with);
    if (final !== undefined) return final;
    const again = await loadedAgain(kernel, caller, step, account);
    if ('refused' in again) return again;
    loaded = again;
  }
  return { refused: 'store-unavailable' };
}

async function loadedAgain(
  kernel: Kernel,
  caller: Caller,
  { flow, isNewFlow, makesAccount, begins }: Step,
  account: AccountRecord,
): Promise<Counted | Refusal<'flow-conflict'>> {
  const again = begins === true ? loadAndCount : loadInFlow;
  const loaded = await again(kernel, {
    tenant: caller.tenant,
    account: { kind: 'id', value: account.id },
    flowHash: isNewFlow ? undefined : flow.tokenHash,
    in: isNewFlow ? flow.raises?.in : undefined,
    deviceHashes: deviceHashes(caller),
  });
  if (!isNewFlow && loaded.flow?.version !== flow.version) return { refused: 'flow-conflict' };
  const latest = makesAccount === true ? withoutNewPassword(flow, account) : loaded.account;
  return { ...loaded, account: withNewPassword(loaded.inForce.policy, flow, latest) };
}

/** The copy makes {@link changeAfter} raise the account's version, so that the second of two sign-ins counts the sessions again. */
function withNextVersion(outcome: Outcome): Outcome {
  return { ...outcome, account: { ...outcome.account } };
}
