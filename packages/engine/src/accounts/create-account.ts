import type { AccountFacts, Policy } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, ExternalIdRecord, TenantId } from '@sallyport/store';
import { carryOutAnew } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import type { Refusal } from '../contract/index.ts';
import type { PersonCreation } from '../contract/people.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { passwordProblem } from '../kernel/passwords/password-rules.ts';
import { newId } from '../kernel/secrets/token.ts';
import { actorName, nameOf } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { domainOf, maskAddress, normaliseAddress, normaliseIdentifier } from '../records/identifier.ts';

/** The facts of a new account. The creator is responsible for them. */
export interface NewAccount extends Omit<PersonCreation, 'tenant' | 'externalIds' | 'by'> {
  readonly tenant: TenantId;
  readonly externalIds?: readonly ExternalIdRecord[];
  readonly providerRoles?: AccountRecord['providerRoles'];
  readonly providerRolesAt?: AccountRecord['providerRolesAt'];
  readonly by: Doer;
  /** Reads the committed accounts that have or had the new identity, or its address, under the policy in force. */
  readonly holders?: (policy: Policy) => Promise<readonly AccountFacts[]>;
}

/**
 * Creates an account, by an administrator, by host code or for an identity. The caller checked the form of the identifier. The store
 * ensures that the identifier is unique in the tenant.
 */
export async function createAccount(kernel: Kernel, input: NewAccount): Promise<AccountRecord | Refusal> {
  const identifier = normaliseIdentifier(input.identifier);
  const address = input.email === undefined ? undefined : normaliseAddress(input.email);
  if (input.email !== undefined && address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  const { tenant, by } = input;
  const actor = by.kind === 'provider' || by.kind === 'directory' ? 'system' : nameOf(by);
  const problem =
    input.password === undefined
      ? undefined
      : await passwordProblem(kernel.policies.known(tenant).policy, input.password, [
          identifier,
          address ?? '',
          kernel.relyingParty.name,
        ]);
  if (problem !== undefined) return { refused: 'malformed-input', errors: [{ path: 'password', ...problem }] };
  const hash =
    input.password === undefined
      ? undefined
      : await kernel.passwords.hash(input.password, { lane: 'own', subject: actorName(actor) });

  const created = await carryOutAnew(kernel, input.by, async ({ now, setUpBy, inForce: { policy } }) => {
    const account: AccountRecord = {
      schema: 1,
      tenant,
      id: newId(kernel.random) as AccountId,
      version: 1,
      epoch: 1,
      createdAt: now,
      identifiers: [identifier],
      externalId: input.externalId,
      email: address === undefined ? undefined : { address, verifiedAt: now, setUpBy },
      userHandle: Buffer.from(kernel.random(32)).toString('base64url'),
      roles: [...new Set(input.roles ?? [])],
      emergency: input.emergency === true ? true : undefined,
      password:
        hash === undefined
          ? undefined
          : { id: newId(kernel.random), hash, provenance: 'independent', changedAt: now, setUpBy },
      passkeys: [],
      externalIds: input.externalIds?.map((link) => ({ ...link, setUpBy })),
      providerRoles: input.providerRoles,
      providerRolesAt: input.providerRolesAt,
    };
    const events = [
      event(kernel, tenant, now, 'account.created', { accountId: account.id, actor, detail: createdWith(account) }),
      ...(input.externalIds ?? []).map(({ provider }) =>
        event(kernel, tenant, now, 'external-id.linked', { owner: account, actor, detail: { provider } }),
      ),
    ];
    const holders = await input.holders?.(policy);
    const domain = address === undefined ? undefined : domainOf(address);
    const emergency = account.emergency === true;
    const act = { type: 'create', roles: account.roles, emergency, domain, holders } as const;
    return { act, next: account, also: { events } };
  });
  return created ?? { refused: 'store-unavailable' };
}

/** The account's rights at its creation, for the action log. The event outlives the account, and so names no person. */
function createdWith({ roles, providerRoles, emergency, email, password }: AccountRecord): EventRecord['detail'] {
  return {
    roles,
    providerRoles,
    password: password === undefined ? undefined : true,
    email: email && maskAddress(email.address),
    emergency,
  };
}
