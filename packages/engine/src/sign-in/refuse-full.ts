import type { AttemptRef } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import type { Proof } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { methodOf, type StepOfAccount } from './change.ts';
import { isUnlogged } from './flow-record.ts';
import type { Full } from './session-room.ts';

/**
 * Refuses a sign-in whose proofs were enough, because the account has too many sessions. The flow stays open: the person can end a session elsewhere and
 * prove again. So a stored flow writes the refusal once, however often the proof is repeated. A flow that is not stored needs every proof again for each
 * refusal.
 *
 * @param giveBack the guess of the proof, if nothing gave it back yet
 */
export async function refuseFull(
  kernel: Kernel,
  caller: Caller,
  { loaded, flow, isNewFlow }: StepOfAccount,
  shown: Proof,
  { fullWith: sessions, most, giveBack }: Full & { readonly giveBack: AttemptRef | undefined },
): Promise<Refusal<'session-limit'>> {
  const { account: owner, now } = loaded;
  const event = eventsOf(kernel, caller, now, { owner, flow: flow.id, method: methodOf(shown) });
  const begins = isUnlogged(flow);
  await kernel.commit({
    ...{ tenant: caller.tenant, now, giveBack },
    uses: [{ key: `full:${flow.id}`, expiresAt: flow.expiresAt }],
    ...(begins && !isNewFlow
      ? {
          guards: { flow: { id: flow.id, version: flow.version } },
          flow: { ...flow, version: flow.version + 1, started: true },
        }
      : { guards: {} }),
    events: [
      ...(begins ? [event('sign-in.started', { method: shown.first?.method ?? methodOf(shown) })] : []),
      event('sign-in.denied', { detail: { reason: 'session-limit', sessions } }),
    ],
  });
  return { refused: 'session-limit', most };
}
