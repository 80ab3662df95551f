import { type Instant, mayBeginWith, mayUse, methodBit, type Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Directory, DirectoryEntry } from '@sallyport/store/providers';
import { maskedAddress } from '../factors/delivered-code.ts';
import { factsOf } from '../factors/facts.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { mayComeToAccount } from './account-of.ts';
import { isLinkable } from './linkable.ts';

export async function entryFor(
  kernel: Kernel,
  directory: Directory,
  account: AccountRecord | undefined,
  typed: string | undefined,
): Promise<DirectoryEntry | undefined> {
  const link = account && externalIdAt(account, directory.id);
  if (link !== undefined && directory.findBySubject !== undefined) {
    const found = await directory.findBySubject(link.subject);
    return found.outcome === 'found' && found.entry.subject === link.subject ? found.entry : undefined;
  }
  const identifier = link?.foundBy ?? typed ?? account?.identifiers[0];
  if (identifier === undefined) return undefined;
  const found = await directory.find(identifier);
  switch (found.outcome) {
    case 'found':
      return found.entry;
    case 'ambiguous':
      kernel.logger.warn('an identifier means more than one entry of the directory, so that it signs in nobody', {
        directory: directory.id,
        identifier: maskedAddress(identifier),
      });
      return undefined;
    case 'none':
      return undefined;
  }
}

export interface Asking {
  readonly owner: AccountRecord | undefined;
  readonly local: AccountRecord | undefined;
  readonly flow: FlowRecord | undefined;
}

/** The directory gets the password only if the person may sign in with it. */
export function mayBeAsked(
  policy: Policy,
  { id: provider }: Directory,
  { owner, local, flow }: Asking,
  now: Instant,
): boolean {
  if (owner !== undefined)
    return (flow?.accountId === undefined || flow.accountId === owner.id) && maySignIn(policy, owner, now);
  if (flow !== undefined && flow.purpose !== 'sign-in') return false;
  if (!mayComeToAccount(policy, provider) || !mayBeginWith(policy, 'ldap')) return false;
  if (flow?.accountId !== undefined)
    return (
      local !== undefined && isLinkable(policy, { method: 'ldap', provider }, local) && maySignIn(policy, local, now)
    );
  // A local account with a password belongs to somebody else.
  return local === undefined || local.password !== undefined || maySignIn(policy, local, now);
}

export function maySignIn(policy: Policy, account: AccountRecord, now: Instant): boolean {
  return (policy.brought & methodBit('ldap')) !== 0 && mayUse(policy, factsOf(account, policy, now), 'ldap');
}
