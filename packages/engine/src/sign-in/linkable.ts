import {
  type AccountFacts,
  type Actor,
  instant,
  judge,
  nameOfProvider,
  type Policy,
  providerNamed,
  settersOf,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpsRecord } from '@sallyport/store';
import { blockedHoldersFor } from '../accounts/blocked-holders.ts';
import { questionOf } from '../factors/question.ts';
import { externalIdAt, wasUnlinked } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { domainOf } from '../records/identifier.ts';
import type { Identity } from './identity.ts';

/**
 * Returns whether an account may be linked by its verified address:
 *
 * - `judge` lets the provider link the account.
 * - The account has no identity of that provider, because providers give the addresses of former users to new users.
 * - Nobody unlinked an identity of that provider from the account.
 * - The account does not have its address from another provider.
 */
export function isLinkable(
  policy: Policy,
  { method, provider }: Pick<Identity, 'method' | 'provider'>,
  account: AccountRecord,
  holders: readonly AccountFacts[] = [],
): boolean {
  if (externalIdAt(account, provider) !== undefined || wasUnlinked(account, provider)) return false;
  const actor = providerActor(method, provider, addressFor(provider, account));
  const question = questionOf(policy, { actor, evidence: [], now: instant(0) }, account);
  return judge(policy, { type: 'link', method, provider, holders }, question).outcome === 'allowed';
}

/** Returns whether no blocked account lost an identity that the flow keeps: a blocked person must not come back by the identity. */
export async function linksHold(
  kernel: Kernel,
  policy: Policy,
  { tenant, setUps }: Pick<FlowRecord, 'tenant' | 'setUps'>,
  stored: AccountRecord | undefined,
): Promise<boolean> {
  const links = setUps?.externalIds ?? [];
  if (stored === undefined || links.length === 0) return true;
  const holders = await blockedHoldersFor(kernel, { kind: 'provider', tenant }, policy, links);
  return areLinkable(policy, setUps, stored, holders);
}

/** Returns whether the providers may link the identities that a flow keeps to the stored account, by the mailbox that the flow keeps or the account has. */
export function areLinkable(
  policy: Policy,
  { externalIds = [], email }: Pick<SetUpsRecord, 'externalIds' | 'email'> = {},
  stored: AccountRecord,
  holders?: readonly AccountFacts[],
): boolean {
  const account = email === undefined ? stored : { ...stored, email };
  return externalIds.every((link) => isLinkable(policy, link, account, holders));
}

/**
 * The account's address, by which a provider may link an identity. If only other providers stated the address, the address does not count. A person
 * who can edit the own entry in a directory can get an account with somebody else's address.
 */
export function addressFor(provider: string, { email }: AccountRecord): string | undefined {
  const setters = settersOf([email ?? {}]);
  const isAnothers =
    setters.length > 0 && setters.every((by) => providerNamed(by) !== undefined && by !== nameOfProvider(provider));
  return isAnothers ? undefined : email?.address;
}

/** A provider, or the directory, as `judge` has it: it asserts an address of this domain. */
export function providerActor(
  method: Identity['method'],
  provider: string,
  address: string | undefined,
): Extract<Actor, { kind: 'provider' | 'directory' }> {
  return {
    kind: method === 'ldap' ? 'directory' : 'provider',
    provider,
    domain: address === undefined ? undefined : domainOf(address).toLowerCase(),
  };
}
