import type { AccountId, AccountRecord, EventRecord, ExternalIdRecord, SetUpBy, TenantId } from '@sallyport/store';
import { carryOutAnew } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import type { HostCreation } from '../contract/host-accounts.ts';
import type { Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { passwordProblem } from '../kernel/passwords/password-rules.ts';
import { newId } from '../kernel/secrets/token.ts';
import { actorName, nameOf } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { maskAddress, normaliseAddress, normaliseIdentifier } from '../records/identifier.ts';

/** A new account, as its creator gives it, who answers for what it says. */
export interface NewAccount extends Omit<HostCreation, 'tenant' | 'externalIds' | 'by'> {
  readonly tenant: TenantId;
  readonly externalIds?: readonly ExternalIdRecord[];
  readonly providerRoles?: AccountRecord['providerRoles'];
  readonly providerRolesAt?: AccountRecord['providerRolesAt'];
  readonly by: Doer;
  /** For an identity: the accounts that have or had it, or its address, as they are committed. */
  readonly holders?: () => Promise<readonly AccountRecord[]>;
}

/**
 * Creates an account, by an administrator, by host code or for an identity. Its identifier, which its caller found to be one, is the
 * tenant's only one of its kind.
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

  const created = await carryOutAnew(kernel, input.by, async ({ now, inForce: { policy } }) => {
    // Who creates an account in a session sets up what it comes with: its owner did not.
    const setUpBy = setUpByCreator(input.by);
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
    const holders = (await input.holders?.())?.map((holder) => factsOf(holder, policy));
    const act = { type: 'create', roles: account.roles, emergency: account.emergency === true, holders } as const;
    return { act, next: account, also: { events } };
  });
  return created ?? { refused: 'store-unavailable' };
}

/** Host code answers for what it says; an account that is made for an identity has that identity from its provider. */
function setUpByCreator(by: Doer): SetUpBy | undefined {
  if (by.kind === 'provider' || by.kind === 'directory') return `provider:${by.provider}`;
  return by.kind === 'administrator' ? by.accountId : undefined;
}

/** What an account can do from the first: it outlives the account in the action log, and names nobody. */
function createdWith({ roles, emergency, email, password }: AccountRecord): EventRecord['detail'] {
  return {
    roles,
    password: password === undefined ? undefined : true,
    email: email && maskAddress(email.address),
    emergency,
  };
}
