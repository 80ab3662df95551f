import type { Evidence } from '@sallyport/core';
import { type Caller, DEVICES_PER_BROWSER } from '../contract/caller.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken, tokenHash } from '../kernel/secrets/token.ts';
import type { Step } from './step.ts';

export interface DeviceAtHand {
  readonly hash?: string;
  readonly fresh?: string;
  readonly tokens?: readonly string[];
}

/**
 * A token of the list never becomes the device of a further account, at which its planter could guess. A sign-in by a provider alone puts
 * its token last, if there is room: its operator must not push the owner's token out.
 */
export function deviceAtHand(
  { random }: Kernel,
  { deviceTokens: present = [] }: Caller,
  { loaded: { knownDevice }, flow }: Step,
  evidence: readonly Evidence[],
): DeviceAtHand {
  // A stolen session would get a new budget of guesses with each step-up.
  if (flow.raises !== undefined) return {};
  const byProvider = evidence.every(({ method }) => method === 'sso');
  if (knownDevice !== undefined) return byProvider ? { hash: knownDevice } : withFirst(present, knownDevice);
  if (byProvider && present.length >= DEVICES_PER_BROWSER) return {};
  const fresh = newToken(random);
  const tokens = byProvider ? [...present, fresh] : [fresh, ...present].slice(0, DEVICES_PER_BROWSER);
  return { hash: tokenHash(fresh), fresh, tokens };
}

function withFirst(present: readonly string[], hash: string): DeviceAtHand {
  const known = present.find((token) => tokenHash(token) === hash);
  if (known === undefined || known === present[0]) return { hash };
  return { hash, tokens: [known, ...present.filter((token) => token !== known)] };
}
