import type { Policy } from '@sallyport/core';
import { createAccount } from '../account/create-account.ts';
import { isRefusal } from '../api/refusal.ts';
import { load } from '../attempts/load.ts';
import { externalIdAt, newExternalId } from '../factors/external-id.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import type { ProvidedIdentity, SignInProvider } from '../providers/provider.ts';
import { normaliseAddress } from '../records/identifier.ts';
import { externalIdKey } from '../store/external-id-key.ts';
import type { AccountRecord, TenantId } from '../store/records.ts';
import { rolesGiven } from './identity.ts';

/** Whose account an identity is, and whether it is linked to it already or may be by its address. */
export interface AccountOfIdentity {
  readonly account: AccountRecord;
  readonly isLinked: boolean;
}

/** The account that an identity is linked to. An issuer that speaks of another's subject is not believed. */
export async function ownerOf(
  kernel: Kernel,
  tenant: TenantId,
  provider: string,
  { issuer, subject }: ProvidedIdentity,
): Promise<AccountRecord | 'another-issuer' | undefined> {
  const value = externalIdKey({ provider, subject });
  const { account } = await load(kernel, { tenant, account: { kind: 'external-id', value } });
  if (account === undefined) return undefined;
  const linked = externalIdAt(account, provider);
  return linked?.issuer === undefined || linked.issuer === issuer ? account : 'another-issuer';
}

/**
 * The account that an identity which is linked to nobody may be linked to: the one whose verified address the provider asserts, if the
 * policy says that the provider owns the address's domain, and if the account has no identity of that provider yet: addresses are
 * given to new people. If several accounts have the address, none.
 */
export async function ownerByAddress(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  provider: string,
  identity: ProvidedIdentity,
): Promise<AccountRecord | undefined> {
  const address = ownedAddress(policy, provider, identity);
  if (address === undefined) return undefined;
  const found: AccountRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listAccounts(tenant, { limit: 100, query: address, cursor });
    found.push(...page.items.filter(({ email }) => email?.address === address));
    cursor = page.next;
  } while (cursor !== undefined && found.length < 2);
  const [only] = found;
  return found.length === 1 && only !== undefined && externalIdAt(only, provider) === undefined ? only : undefined;
}

/** The address that an identity could be linked by. */
export function ownedAddress(policy: Policy, provider: string, { email }: ProvidedIdentity): string | undefined {
  const address = email?.verified === true ? normaliseAddress(email.address) : undefined;
  const domain = address?.split('@').at(-1);
  const owned = policy.providers.get(provider)?.mailDomains ?? [];
  return owned.some((name) => name.toLowerCase() === domain) ? address : undefined;
}

/** An account made for an identity that has none, where the policy says so (`createAccounts`). */
export async function accountMadeFor(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  provider: SignInProvider,
  identity: ProvidedIdentity,
): Promise<AccountRecord | undefined> {
  const { id } = provider;
  if (policy.providers.get(id)?.createAccounts !== true) return undefined;
  const owned = ownedAddress(policy, id, identity);
  const roles = rolesGiven(provider, identity.roles);
  const { issuer, subject } = identity;
  const named = `${id}:${subject}`;
  for (const identifier of [...(owned === undefined ? [] : [owned]), ...Array.from({ length: ROUNDS }, () => named)]) {
    const linkedAt = kernel.now();
    const address = identity.email?.address.slice(0, 320);
    const created = await createAccount(kernel, {
      tenant,
      identifier,
      ...(identifier === owned ? { email: owned } : {}),
      externalIds: [newExternalId(kernel.random, { method: 'sso', provider: id, issuer, subject, address, linkedAt })],
      ...(roles.length === 0 ? {} : { providerRoles: { [id]: roles } }),
      actor: 'system',
    });
    if (!isRefusal(created)) return created;
    if (created.refused !== 'already-exists') return undefined;
    // The identifier is somebody else's, or another request makes the account at this moment.
    const owner = await ownerOf(kernel, tenant, id, identity);
    if (owner === 'another-issuer') return undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}
