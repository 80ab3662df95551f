import { instant } from '@sallyport/core';
import type { Caller, ChallengeView, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { factorOf } from '../factors/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { countedIn, judgedWrong } from '../state/counted-guess.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import { eventsOf } from '../state/events.ts';
import { loadInFlow } from './load-in-flow.ts';
import { refusedStep } from './take-step.ts';

/** An open choice stays: a thief who asks again learns no other cells. */
export async function challenge(kernel: Kernel, caller: Caller, method: string): Promise<ChallengeView | Refusal> {
  const choose = factorOf(method)?.challenge;
  if (choose === undefined) return { refused: 'not-found' };
  if (caller.flowToken === undefined) return { refused: 'flow-expired' };
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    deviceHashes: deviceHashes(caller),
    guess: ({ lockout }) => ({ authenticator: method, limits: lockout, perDevice: true, onlyIfAccepted: [method] }),
  });
  const { flow, account, guess, now, inForce } = loaded;
  await using _ = countedIn(guess);
  if (flow === undefined) return { refused: 'flow-expired' };
  const refused = await refusedStep(kernel, caller, loaded, { method });
  if (refused !== undefined) return refused;
  const open = flow.challenge;
  if (open?.method === method && open.expiresAt > now) return { asked: open.asked, expiresAt: open.expiresAt };
  const asked = account && choose(kernel, account);
  if (account === undefined || asked === undefined) return { refused: 'invalid-credentials' };
  const expiresAt = instant(now + LIFETIMES.askedOfFactor);
  const actor = flow.raises === undefined ? undefined : account.id;
  const event = eventsOf(kernel, caller, now, { owner: account, actor, flow: flow.id, method });
  const result = await kernel.commit({
    ...{ tenant: caller.tenant, now, events: [] },
    // Counts as a failure at once, which the grant of a right answer forgets.
    ...judgedWrong(guess, inForce.policy, event('account.locked')),
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: { ...flow, version: flow.version + 1, challenge: { method, asked, expiresAt } },
  });
  return result.outcome === 'committed' ? { asked, expiresAt } : { refused: 'flow-conflict' };
}
