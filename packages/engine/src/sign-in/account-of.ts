import { type Actor, ownsDomain, type Policy } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { externalIdKey } from '@sallyport/store';
import { accountsWith, blockedHoldersFor, blockedWhoLost, blockedWithAddress } from '../accounts/blocked-holders.ts';
import { createAccount } from '../accounts/create-account.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { domainOf, normaliseAddress, normaliseIdentifier } from '../records/identifier.ts';
import { type Identity, newLink, soundAddress } from './identity.ts';
import { addressFor, isLinkable, providerActor } from './linkable.ts';
import { loadInFlow } from './load-in-flow.ts';

/**
 * Returns the account that an identity is linked to. Returns `another-issuer` if the link has a different issuer: the identity is then
 * refused.
 */
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
  // A provider that took over the id of a directory is another issuer than the directory.
  if (linked !== undefined && linked.method !== identity.method) return 'another-issuer';
  return linked?.issuer === undefined || linked.issuer === identity.issuer ? account : 'another-issuer';
}

/**
 * Returns the account that an unlinked identity may be linked to: the account whose verified address the provider asserts, if {@link
 * isLinkable}. Returns `undefined` if several accounts have the address.
 */
export async function ownerByAddress(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<AccountRecord | undefined> {
  const address = ownedAddress(policy, identity);
  if (address === undefined) return undefined;
  const found = await accountsWith(kernel, tenant, address, 2);
  const [only] = found;
  if (found.length !== 1 || only === undefined || !isLinkable(policy, identity, only)) return undefined;
  // A blocked person must not come back by an identity that the blocked account lost.
  const holders = await blockedHoldersFor(kernel, { kind: 'provider', tenant }, policy, [identity]);
  return isLinkable(policy, identity, only, holders) ? only : undefined;
}

/**
 * Returns blocked accounts of the identity's person: the account lost the identity, or has the asserted address, or lost the address.
 * Also an unverified address counts here, because a match links nothing, and only prevents a new account. The exception: the provider that
 * owns the domain asserts the address as verified. Then an address that the blocked account has only by an unverified assertion does not
 * count, so that nobody keeps the owner of an address out by asserting the address.
 */
async function blockedHolders(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<readonly AccountRecord[]> {
  const { email } = identity;
  const before = await blockedWhoLost(kernel, tenant, identity);
  // A provider also asserts texts that are no address to Sallyport, such as an address with an international domain.
  const address = normaliseIdentifier(soundAddress(email)?.address ?? '');
  if (before.length > 0 || address === '') return before;
  return blockedWithAddress(kernel, tenant, address, ownedAddress(policy, identity) === address);
}

/**
 * Returns the actor who links an identity to an account by its address: the provider. The provider must assert the address that the account
 * has now. If the owner replaced the address meanwhile, the provider's address does not count.
 */
export function linkerOf(
  identity: Identity,
  account: AccountRecord,
): Extract<Actor, { kind: 'provider' | 'directory' }> {
  const address = verifiedAddress(identity);
  const isSame = address === addressFor(identity.provider, account);
  return providerActor(identity.method, identity.provider, isSame ? address : undefined);
}

/**
 * The address that a provider asserts as verified. Only capitals of ASCII are folded: what Unicode folds into one address may be two
 * mailboxes, of two people, at the provider.
 */
export function verifiedAddress({ email }: Identity): string | undefined {
  const told = soundAddress(email);
  const address = told?.verified === true ? normaliseAddress(told.address) : undefined;
  return address === told?.address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) ? address : undefined;
}

/** The address that an identity could be linked by. */
function ownedAddress(policy: Policy, identity: Identity): string | undefined {
  const address = verifiedAddress(identity);
  return address !== undefined && ownsDomain(policy, identity.provider, domainOf(address)) ? address : undefined;
}

/** Returns whether an unlinked identity could get an account without an explicit link. */
export function mayComeToAccount({ providers }: Policy, provider: string): boolean {
  const said = providers.get(provider);
  return said?.createAccounts === true || (said?.mailDomains ?? []).length > 0;
}

/** The most random identifiers that are tried for a new account. */
const RANDOM_NAMES = 30;

/**
 * Makes an account for an identity without an account, if the policy allows this (`createAccounts`). The account has the address that the provider owns
 * as its mailbox, and as its identifier if no other account has that name.
 */
export async function accountMadeFor(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  identity: Identity,
): Promise<AccountRecord | undefined> {
  const { method, provider, subject, roles = [] } = identity;
  if ((policy.providers.get(provider)?.createAccounts ?? false) === false) return undefined;
  const asserted = ownedAddress(policy, identity);
  const named = `${provider}:${subject}`;
  // Identifiers are normalised, and subjects are case-sensitive: `corp:A` and `corp:a` are two people. Nobody can take a random name first.
  const names = [named, ...Array.from({ length: RANDOM_NAMES }, () => `${named} ${newId(kernel.random)}`)];
  let owned = asserted && (await freeMailbox(kernel, tenant, asserted));
  for (const identifier of owned === undefined ? names : [owned, ...names]) {
    const created = await createAccount(kernel, {
      tenant,
      identifier,
      email: owned,
      externalIds: [{ ...newLink(newId(kernel.random), identity, policy, kernel.now()), asserted: true }],
      providerRoles: roles.length === 0 ? undefined : { [provider]: roles },
      providerRolesAt: roles.length === 0 ? undefined : { [provider]: kernel.now() },
      by: { kind: method === 'ldap' ? 'directory' : 'provider', tenant, provider },
      holders: async (inForce) =>
        (await blockedHolders(kernel, tenant, inForce, identity)).map((holder) =>
          factsOf(holder, inForce, kernel.now()),
        ),
    });
    if (!isRefusal(created)) return created;
    if (created.refused !== 'already-exists') return undefined;
    // Another account has the identifier, or a concurrent request makes the same account.
    const owner = await ownerOf(kernel, tenant, identity);
    if (owner === 'another-issuer') return undefined;
    if (owner !== undefined) return owner;
    // The account that was quicker may have the mailbox too.
    owned = owned && (await freeMailbox(kernel, tenant, owned));
  }
  return undefined;
}

/** The address, if no account has it as its mailbox. If two accounts had the address, its owner could no longer be linked by the address. */
async function freeMailbox(kernel: Kernel, tenant: TenantId, address: string): Promise<string | undefined> {
  return (await accountsWith(kernel, tenant, address, 1)).length === 0 ? address : undefined;
}
