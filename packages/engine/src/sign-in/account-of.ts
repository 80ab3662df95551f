import { type Actor, ownsDomain, type Policy } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { externalIdKey } from '@sallyport/store';
import {
  administratorsWhoLost,
  blockedHoldersFor,
  blockedWhoLost,
  blockedWithAddress,
} from '../accounts/blocked-holders.ts';
import { createAccount } from '../accounts/create-account.ts';
import { isMailboxTaken, mailboxOwners } from '../accounts/mailbox-owners.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { addressFor, externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { deniedAsUnknown, withHostRoles } from '../state/host-roles.ts';
import { domainOf, normaliseAddress, normaliseIdentifier } from '../state/identifier.ts';
import { type Identity, newLink, soundAddress } from './identity.ts';
import { isLinkable, providerActor } from './linkable.ts';
import { loadInFlow } from './load-in-flow.ts';
import { warnOfLost, warnOfUnknown } from './refuse-unknown.ts';

export async function ownerOf(
  kernel: Kernel,
  tenant: TenantId,
  identity: Pick<Identity, 'method' | 'provider' | 'subject' | 'issuer'>,
): Promise<AccountRecord | 'another-issuer' | undefined> {
  const { account } = await loadInFlow(kernel, {
    tenant,
    account: { kind: 'external-id', value: externalIdKey(identity) },
  });
  if (account === undefined) return undefined;
  const linked = externalIdAt(account, identity.provider);
  // A provider may have taken over the id of a directory.
  if (linked !== undefined && linked.method !== identity.method) return 'another-issuer';
  return linked?.issuer === undefined || linked.issuer === identity.issuer ? account : 'another-issuer';
}

export async function ownerByAddress(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<AccountRecord | undefined> {
  const address = ownedAddress(policy, identity);
  if (address === undefined) return undefined;
  const found = await mailboxOwners(kernel, tenant, policy, address, 2);
  const [only] = found;
  if (found.length !== 1 || only === undefined || !isLinkable(policy, identity, only)) return undefined;
  // A blocked person must not come back by an identity that the blocked account lost.
  const holders = await blockedHoldersFor(kernel, { kind: 'provider', tenant }, policy, [identity]);
  return isLinkable(policy, identity, only, holders) ? only : undefined;
}

/** An unverified address counts too, unless the owner of its domain asserts it: nobody may keep its owner out by asserting it. */
async function blockedHolders(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<readonly AccountRecord[]> {
  const { email } = identity;
  const before = await blockedWhoLost(kernel, tenant, identity);
  const address = normaliseIdentifier(soundAddress(email)?.address ?? '');
  if (before.length > 0 || address === '') return before;
  return blockedWithAddress(kernel, tenant, address, ownedAddress(policy, identity) === address);
}

export function linkerOf(
  identity: Identity,
  account: AccountRecord,
): Extract<Actor, { kind: 'provider' | 'directory' }> {
  const address = verifiedAddress(identity);
  const isSame = address === addressFor(identity.provider, account);
  return providerActor(identity.method, identity.provider, isSame ? address : undefined);
}

/** Unicode may fold the mailboxes of two people into one address, so only capitals of ASCII are folded. */
export function verifiedAddress({ email }: Identity): string | undefined {
  const told = soundAddress(email);
  const address = told?.verified === true ? normaliseAddress(told.address) : undefined;
  return address === told?.address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) ? address : undefined;
}

function ownedAddress(policy: Policy, identity: Identity): string | undefined {
  const address = verifiedAddress(identity);
  return address !== undefined && ownsDomain(policy, identity.provider, domainOf(address)) ? address : undefined;
}

export function mayComeToAccount({ providers }: Policy, provider: string): boolean {
  const said = providers.get(provider);
  return said?.createAccounts === true || (said?.mailDomains ?? []).length > 0;
}

const NO_WAY_IN = { refused: deniedAsUnknown().reason } as const;

/** An administrator of the policy keeps no identity that a provider linked: each sign-in would make another account. */
async function refusedByHost(
  kernel: Kernel,
  account: AccountRecord,
  policy: Policy,
  identity: Identity,
): Promise<Refusal | undefined> {
  const now = kernel.now();
  const told = await withHostRoles(kernel, account, now);
  if (told === undefined) {
    warnOfUnknown(kernel, account);
    return NO_WAY_IN;
  }
  const { provider } = identity;
  const [loser] = await administratorsWhoLost(kernel, account.tenant, identity);
  const stays = externalIdAt(afterRoleGain(policy, account, told, now), provider) !== undefined;
  if (loser === undefined && stays) return undefined;
  warnOfLost(kernel, account.tenant, { provider, loser: loser?.id });
  return NO_WAY_IN;
}

const RANDOM_NAMES = 30;

export async function accountMadeFor(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<AccountRecord | Refusal<'no-way-in'> | undefined> {
  const { method, provider, subject, roles = [] } = identity;
  if ((policy.providers.get(provider)?.createAccounts ?? false) === false) return undefined;
  const asserted = ownedAddress(policy, identity);
  const named = `${provider}:${subject}`;
  // Subjects are case-sensitive, and identifiers are not. Nobody can take a random name first.
  const names = [named, ...Array.from({ length: RANDOM_NAMES }, () => `${named} ${newId(kernel.random)}`)];
  let owned = asserted && (await freeMailbox(kernel, tenant, policy, asserted));
  for (const identifier of owned === undefined ? names : [owned, ...names]) {
    const created = await createAccount(kernel, {
      tenant,
      identifier,
      email: owned,
      externalIds: [{ ...newLink(newId(kernel.random), identity, policy, kernel.now()), asserted: true }],
      providerRoles: roles.length === 0 ? undefined : { [provider]: roles },
      providerRolesAt: roles.length === 0 ? undefined : { [provider]: kernel.now() },
      by: { kind: method === 'ldap' ? 'directory' : 'provider', tenant, provider },
      refuses: (account, inForce) => refusedByHost(kernel, account, inForce, identity),
      holders: async (inForce) =>
        (await blockedHolders(kernel, tenant, inForce, identity)).map((holder) =>
          factsOf(holder, inForce, kernel.now()),
        ),
    });
    if (!isRefusal(created)) return created;
    if (created.refused === NO_WAY_IN.refused) return NO_WAY_IN;
    if (created.refused !== 'already-exists') return undefined;
    const owner = await ownerOf(kernel, tenant, identity);
    if (owner === 'another-issuer') return undefined;
    if (owner !== undefined) return owner;
    owned = owned && (await freeMailbox(kernel, tenant, policy, owned));
  }
  return undefined;
}

async function freeMailbox(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  address: string,
): Promise<string | undefined> {
  return (await isMailboxTaken(kernel, tenant, policy, address)) ? undefined : address;
}
