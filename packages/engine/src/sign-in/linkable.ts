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

/** Providers give addresses of former users to new users, so no address links a provider's second identity. */
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

export function areLinkable(
  policy: Policy,
  { externalIds = [], email }: Pick<SetUpsRecord, 'externalIds' | 'email'> = {},
  stored: AccountRecord,
  holders?: readonly AccountFacts[],
): boolean {
  const account = email === undefined ? stored : { ...stored, email };
  return externalIds.every((link) => isLinkable(policy, link, account, holders));
}

/** An address that only other providers stated does not count: a person may edit the own entry in a directory. */
export function addressFor(provider: string, { email }: AccountRecord): string | undefined {
  const setters = settersOf([email ?? {}]);
  const isAnothers =
    setters.length > 0 && setters.every((by) => providerNamed(by) !== undefined && by !== nameOfProvider(provider));
  return isAnothers ? undefined : email?.address;
}

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
