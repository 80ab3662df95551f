import type { AccountRecord } from '@sallyport/engine';
import type { Written } from './ledger.ts';

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

export function setUpsOf({ before, after, actor, run }: Written): string[] {
  // A change by an administrator, a provider or the host is not a set-up by the owner.
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

/** The flow in which a session links an identity at a provider does not count. */
export function inFlow({ change, before, after }: Written): boolean {
  return change.guards.flow !== undefined && newFactors(before, after).length > 0;
}

/** The account begins with its mailbox, and has nothing else to prove. */
export function beginsAnAccount(written: Written): boolean {
  const { isFirstSignIn, proved = [] } = written.run?.client ?? {};
  return isFirstSignIn === true && inFlow(written) && !proved.includes('enrollment-code');
}

export function hasStrongFactor({ totp, passkeys }: AccountRecord): boolean {
  return totp !== undefined || passkeys.length > 0;
}
