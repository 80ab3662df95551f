import { instant } from '@sallyport/core';
import type { Caller, Refusal } from '../contract/index.ts';
import { REFUSAL_LOGGED_EVERY } from '../contract/lifetimes.ts';
import { methodOf, type Proof } from '../factors/proof.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { CountedGuess } from '../kernel/counted-guess.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { asWritten } from '../records/written-account.ts';
import { startOf, withoutPendingOf } from './change.ts';
import { isUnlogged } from './flow-record.ts';
import type { Full } from './session-room.ts';
import { divided, wholeOf } from './set-ups.ts';
import type { StepOfAccount } from './step.ts';

/**
 * Refuses a sign-in whose proofs were enough, because the account has too many sessions. The flow stays open: the person can end a session elsewhere and
 * prove again. {@link spentBy} has what the proof used up. Who knows the password can cause refusals without end, because a right guess is given back. So the log has one refusal of an account and a
 * known device in an hour, and one of all unknown devices: the owner's refusals hide no stranger's. A stored flow writes the refusal once.
 *
 * @returns `undefined` if the account or the policy changed meanwhile, and the sign-in has to be judged again
 */
export async function refuseFull(
  kernel: Kernel,
  caller: Caller,
  { loaded, flow, isNewFlow, makesAccount = false }: StepOfAccount,
  shown: Proof,
  { fullWith: sessions, most, giveBack }: Full & { readonly giveBack: CountedGuess | undefined },
): Promise<Refusal<'session-limit'> | undefined> {
  const { account: owner, now, knownDevice = '', inForce } = loaded;
  const event = eventsOf(kernel, caller, now, { owner, flow: flow.id, method: methodOf(shown) });
  const moves = isUnlogged(flow) && !isNewFlow;
  const result = await kernel.commit({
    ...{ tenant: caller.tenant, now, giveBack },
    guards: {
      flow: moves ? { id: flow.id, version: flow.version } : undefined,
      account: makesAccount ? undefined : { id: owner.id, version: owner.version },
      policy: inForce.version,
    },
    flow: moves ? { ...flow, version: flow.version + 1, started: true } : undefined,
    uses: [
      { key: `full:${owner.id} ${knownDevice}`, expiresAt: instant(now + REFUSAL_LOGGED_EVERY) },
      { key: `full:${flow.id}`, expiresAt: flow.expiresAt },
    ],
    events: [
      ...startOf(event, flow, shown),
      event('sign-in.denied', { detail: { reason: 'session-limit', sessions } }),
    ],
  });
  const isOutdated = result.outcome === 'conflict' && (result.with === 'account' || result.with === 'policy');
  // After any other conflict, the log has a refusal of this flow or this hour, or another request moved the flow on: the refusal stands.
  return isOutdated ? undefined : { refused: 'session-limit', most };
}

/** The commit that uses up a proof, and the step after this commit. */
export interface Spent {
  readonly commit: EngineCommit;
  readonly step: StepOfAccount;
}

/**
 * Uses up what works once in a proof that the limit of sessions turns away: a code, or a challenge. The refusal tells that the proof was right (X3), so
 * nobody else may show it again. Returns `undefined` if nothing of the proof works once, as of a password.
 */
export function spentBy(
  kernel: Kernel,
  tenant: Caller['tenant'],
  step: StepOfAccount,
  shown: Proof,
): Spent | undefined {
  const { loaded, flow, isNewFlow, makesAccount } = step;
  const { account: before, now, inForce } = loaded;
  const whole = wholeOf(loaded, flow);
  const used = makesAccount === true ? whole : (shown.useUp?.(whole) ?? whole);
  const kept = withoutPendingOf(flow, shown);
  const moves = kept !== flow && !isNewFlow;
  if (used === whole && !moves && shown.uses === undefined) return undefined;
  const stored = loaded.stored ?? before;
  const at = { policy: inForce.policy, now };
  const account = used === whole ? before : { ...divided(at, flow, stored, used).kept, version: before.version + 1 };
  const next = moves ? { ...kept, version: flow.version + 1 } : flow;
  return {
    commit: {
      ...{ tenant, now, events: [] },
      guards: {
        flow: moves ? { id: flow.id, version: flow.version } : undefined,
        account: makesAccount === true ? undefined : { id: before.id, version: before.version },
        policy: inForce.version,
      },
      account: account === before ? undefined : asWritten(inForce.policy, stored, account, kernel.now()),
      flow: moves ? next : undefined,
      uses: shown.uses === undefined ? undefined : [shown.uses],
    },
    step: { ...step, flow: next, loaded: { ...loaded, account } },
  };
}
