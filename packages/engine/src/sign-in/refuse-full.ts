import { instant } from '@sallyport/core';
import { accountWritten } from '../acts/account-written.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { REFUSAL_LOGGED_EVERY } from '../contract/lifetimes.ts';
import { methodOf, type Proof } from '../factors/proof.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { CountedGuess } from '../kernel/counted-guess.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../state/events.ts';
import { startOf, withoutPendingOf } from './change.ts';
import { isUnlogged } from './flow-record.ts';
import type { Full } from './session-room.ts';
import { divided, wholeOf } from './set-ups.ts';
import type { StepOfAccount } from './step.ts';

/** Who knows the password can cause refusals without end, so the log has one in an hour. */
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
  return isOutdated ? undefined : { refused: 'session-limit', most };
}

export interface Spent {
  readonly commit: EngineCommit;
  readonly step: StepOfAccount;
}

/** The refusal tells that the proof was right (X3), so nobody else may show it again. */
export async function spentBy(
  kernel: Kernel,
  tenant: Caller['tenant'],
  step: StepOfAccount,
  shown: Proof,
): Promise<Spent | undefined> {
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
  const written =
    account === before ? undefined : await accountWritten(kernel, inForce.policy, stored, account, { actor: 'system' });
  const next = moves ? { ...kept, version: flow.version + 1 } : flow;
  return {
    commit: {
      ...{ tenant, now, events: written?.events ?? [] },
      ...written?.commit,
      guards: {
        flow: moves ? { id: flow.id, version: flow.version } : undefined,
        account: makesAccount === true ? undefined : { id: before.id, version: before.version },
        policy: inForce.version,
      },
      flow: moves ? next : undefined,
      uses: shown.uses === undefined ? undefined : [shown.uses],
    },
    step: { ...step, flow: next, loaded: { ...loaded, account } },
  };
}
