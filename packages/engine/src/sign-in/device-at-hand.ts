import type { Evidence } from '@sallyport/core';
import { type Caller, DEVICES_PER_BROWSER } from '../contract/caller.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newToken, tokenHash } from '../kernel/secrets/token.ts';
import type { Step } from './step.ts';

/** The device of a granted sign-in, and the browser's device tokens after the sign-in. */
export interface DeviceAtHand {
  /** The hash of the token by which the account knows the device from now on. Absent: the sign-in makes no device known. */
  readonly hash?: string;
  /** The new token, if the account knew none of the browser's tokens. */
  readonly fresh?: string;
  /** The browser's tokens from now on. Absent: the browser's list stays as it is. */
  readonly tokens?: readonly string[];
}

/**
 * Decides the device of a granted sign-in. The token that the account knows goes to the front of the browser's list. If the account knows none of
 * the tokens, the account gets a fresh token, in front of the others.
 *
 * A token of the list never becomes the device of a further account. Another person may know the token, because the person planted it in the browser,
 * and would then guess from elsewhere as the account's known device.
 *
 * A sign-in by a provider alone guesses nothing, and so needs no device with a budget of its own. Its fresh token goes last, and only if the list has
 * room. Otherwise the operator of a provider could lead the browser to sign-ins as other people until the list has lost the token of the browser's
 * owner, and then lock the owner out by wrong guesses.
 */
export function deviceAtHand(
  { random }: Kernel,
  { deviceTokens: present = [] }: Caller,
  { loaded: { knownDevice }, flow }: Step,
  evidence: readonly Evidence[],
): DeviceAtHand {
  // A step-up adds no known device: an attacker with a stolen session would get a new budget of guesses with each step-up.
  if (flow.raises !== undefined) return {};
  const byProvider = evidence.every(({ method }) => method === 'sso');
  if (knownDevice !== undefined) return byProvider ? { hash: knownDevice } : withFirst(present, knownDevice);
  if (byProvider && present.length >= DEVICES_PER_BROWSER) return {};
  const fresh = newToken(random);
  const tokens = byProvider ? [...present, fresh] : [fresh, ...present].slice(0, DEVICES_PER_BROWSER);
  return { hash: tokenHash(fresh), fresh, tokens };
}

/** Moves the token with this hash to the front. */
function withFirst(present: readonly string[], hash: string): DeviceAtHand {
  const known = present.find((token) => tokenHash(token) === hash);
  if (known === undefined || known === present[0]) return { hash };
  return { hash, tokens: [known, ...present.filter((token) => token !== known)] };
}
