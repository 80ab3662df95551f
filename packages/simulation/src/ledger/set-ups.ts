import type { AccountRecord } from '@sallyport/engine';
import type { Written } from './seen.ts';

/** What a change sets up that shows later who somebody is: in a flow, or in a session. */
export function newFactors(before: AccountRecord | undefined, after: AccountRecord | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  const had = new Set(before.passkeys.map(({ id }) => id));
  const codes = new Set((before.codes ?? []).map(({ method, address }) => `${method} ${address}`));
  return [
    ...(after.totp !== undefined && after.totp.enrolledAt !== before.totp?.enrolledAt ? ['an authenticator app'] : []),
    ...(after.passkeys.some(({ id }) => !had.has(id)) ? ['a passkey'] : []),
    ...((after.codes ?? []).some(({ method, address }) => !codes.has(`${method} ${address}`)) ? ['a number'] : []),
  ];
}

/** The same, and whatever else a person could show later or be reached by: an identity, an address, a first password. */
export function setUpsOf({ before, after, actor, run }: Written): string[] {
  // What an administrator, a provider or the host says is no set-up of the owner's.
  if (before === undefined || after === undefined || run?.administers !== undefined) return [];
  const factors = newFactors(before, after);
  if (actor === undefined || actor.id !== before.id) return factors;
  const links = new Set((before.externalIds ?? []).map(({ id }) => id));
  return [
    ...factors,
    ...((after.externalIds ?? []).some(({ id }) => !links.has(id)) ? ['an identity'] : []),
    ...(after.email !== undefined && after.email.address !== before.email?.address ? ['an address'] : []),
    ...(after.password !== undefined && before.password === undefined ? ['a first password'] : []),
  ];
}

/** Whether a change is made in a flow of a sign-in. The flow to a provider and back, by which a session links an identity, is none. */
export function inFlow({ change, before, after }: Written): boolean {
  return change.guards.flow !== undefined && newFactors(before, after).length > 0;
}

export function hasStrongFactor({ totp, passkeys }: AccountRecord): boolean {
  return totp !== undefined || passkeys.length > 0;
}
