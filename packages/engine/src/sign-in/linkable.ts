import { type AccountFacts, type Actor, instant, judge, type Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpsRecord } from '@sallyport/store';
import { blockedHoldersFor } from '../accounts/blocked-holders.ts';
import { questionOf } from '../factors/question.ts';
import { addressToLinkBy } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { domainOf } from '../state/identifier.ts';
import type { Identity } from './identity.ts';

export function isLinkable(
  policy: Policy,
  { method, provider }: Pick<Identity, 'method' | 'provider'>,
  account: AccountRecord,
  holders: readonly AccountFacts[] = [],
): boolean {
  const address = addressToLinkBy(account, provider);
  if (address === undefined) return false;
  const actor = providerActor(method, provider, address);
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
