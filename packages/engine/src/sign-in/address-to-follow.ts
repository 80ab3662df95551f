import { instant, judge, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { questionOf } from '../factors/question.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import { normaliseAddress } from '../state/identifier.ts';
import { verifiedAddress } from './account-of.ts';
import { type Identity, isToldSince } from './identity.ts';
import { providerActor } from './linkable.ts';

export function addressToFollow(policy: Policy, account: AccountRecord, identity: Identity): string | undefined {
  const { method, provider, subject, askedAt } = identity;
  const address = verifiedAddress(identity);
  const link = externalIdAt(account, provider);
  if (address === undefined || link?.subject !== subject || isToldSince(link, askedAt)) return undefined;
  if (!isFollowed(account, provider, address)) return undefined;
  const actor = providerActor(method, provider, address);
  const question = questionOf(policy, { actor, evidence: [], now: instant(0) }, account);
  return judge(policy, { type: 'set-address' }, question).outcome === 'allowed' ? address : undefined;
}

export function isFollowed(account: AccountRecord, provider: string, address: string): boolean {
  const link = externalIdAt(account, provider);
  if (link === undefined || link.addressUnverified === true || link.address === undefined) return false;
  const former = normaliseAddress(link.address);
  return former !== undefined && former === account.email?.address && former !== address;
}
