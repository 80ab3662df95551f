import type { AccountFacts, Actor, Evidence, StrengthName } from '@sallyport/core';
import { asMilliseconds } from '../clock/moment.ts';

/** An actor with evidence. Made by `administrator(ben)` and the other functions of this file. */
export interface ActingAs {
  /** The phrase before "wants to" in messages. */
  readonly says: string;
  /** The actor's proofs. Empty for host code, a provider and the system. */
  readonly evidence: readonly Evidence[];
  /** The actor's own account, if the actor is not the account's owner. */
  readonly account?: AccountFacts;
  /** The actor as `judge` reads it, for an act on this account. */
  on(target: AccountFacts | undefined): Actor;
}

/** A flow: a sign-in, a sign-up, a recovery, or a step-up with what it is for. */
export type FlowWords =
  | 'sign-in'
  | 'sign-up'
  | 'recover'
  | 'step-up'
  | { readonly stepUpTo: StrengthName; readonly within?: string };

export function owner(evidence: readonly Evidence[]): ActingAs {
  return { says: 'the owner, in a session,', evidence, on: () => ({ kind: 'session' }) };
}

export function ownerInFlow(flow: FlowWords, evidence: readonly Evidence[]): ActingAs {
  if (typeof flow === 'string')
    return { says: `the owner, in a ${flow} flow,`, evidence, on: () => ({ kind: 'flow', purpose: flow }) };
  const { stepUpTo, within } = flow;
  const demand = { strengths: [stepUpTo], within: within === undefined ? undefined : asMilliseconds(within) };
  return {
    ...{ says: `the owner, in a step-up to ${stepUpTo},`, evidence },
    on: () => ({ kind: 'flow', purpose: 'step-up', demand }),
  };
}

/** An administrator in a session with this evidence. With the account of `given`, the act is on the administrator's own account. */
export function administrator(account: AccountFacts, ...evidence: readonly Evidence[]): ActingAs {
  return {
    ...{ says: `an administrator (roles: ${account.roles.join(', ') || 'none'})`, evidence, account },
    on: (target) => ({ kind: 'administrator', account, isTarget: target === account }),
  };
}

/** An administrator who vouched for the account earlier. */
export function voucher(account: AccountFacts): ActingAs {
  return {
    ...{ says: `an administrator who vouched (roles: ${account.roles.join(', ') || 'none'})`, evidence: [], account },
    on: () => ({ kind: 'voucher', account }),
  };
}

/** Code of the host. */
export function hostCode(): ActingAs {
  return { says: 'host code', evidence: [], on: () => ({ kind: 'host' }) };
}

/** A provider that asserts an identity. `domain`: the domain of the address that it asserts as verified. */
export function provider(name: string, { domain }: { readonly domain?: string } = {}): ActingAs {
  return asserting('provider', name, domain);
}

/** The directory, with an entry. `domain`: the domain of the entry's address. */
export function directory(name: string, { domain }: { readonly domain?: string } = {}): ActingAs {
  return asserting('directory', name, domain);
}

/** Sallyport itself. */
export function theSystem(): ActingAs {
  return { says: 'the system', evidence: [], on: () => ({ kind: 'system' }) };
}

function asserting(kind: 'provider' | 'directory', name: string, domain: string | undefined): ActingAs {
  const of = domain === undefined ? '' : `, which asserts an address at ${domain},`;
  return { says: `the ${kind} '${name}'${of}`, evidence: [], on: () => ({ kind, provider: name, domain }) };
}
