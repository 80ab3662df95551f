import type { HostCreation } from '../api/host-accounts.ts';
import type { Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { passwordProblem } from '../passwords/password-rules.ts';
import { actorName } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { maskAddress, normaliseAddress, normaliseIdentifier } from '../records/identifier.ts';
import { newId } from '../secrets/token.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import type { CommitGuards } from '../store/port.ts';
import type { AccountId, AccountRecord, EventRecord, ExternalIdRecord, TenantId } from '../store/records.ts';
import { withAdministratorsGuard } from './last-administrator.ts';

/** A new account, as its creator gives it, who answers for what it says. */
export interface NewAccount extends Omit<HostCreation, 'tenant' | 'externalIds' | 'by'> {
  readonly tenant: TenantId;
  readonly externalIds?: readonly ExternalIdRecord[];
  readonly providerRoles?: AccountRecord['providerRoles'];
  readonly actor: NonNullable<EventRecord['actor']>;
  /** Whether the actor still may, judged anew before each commit, and what guards it; absent: the system, which always may. */
  readonly authority?: () => Promise<CommitGuards | Refusal>;
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
  const { tenant, actor } = input;
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

  for (let round = 0; round < ROUNDS; round++) {
    const now = kernel.now();
    const account: AccountRecord = {
      schema: 1,
      tenant,
      id: newId(kernel.random) as AccountId,
      version: 1,
      epoch: 1,
      createdAt: now,
      identifiers: [identifier],
      externalId: input.externalId,
      email: address === undefined ? undefined : { address, verifiedAt: now },
      userHandle: Buffer.from(kernel.random(32)).toString('base64url'),
      roles: [...new Set(input.roles ?? [])],
      emergency: input.emergency === true ? true : undefined,
      password:
        hash === undefined ? undefined : { id: newId(kernel.random), hash, provenance: 'independent', changedAt: now },
      passkeys: [],
      externalIds: input.externalIds,
      providerRoles: input.providerRoles,
    };
    const authority = (await input.authority?.()) ?? {};
    if (isRefusal(authority)) return authority;
    const guarded = await withAdministratorsGuard(kernel, undefined, account);
    if (isRefusal(guarded)) return guarded;
    const guards = { ...guarded.guards, ...authority };
    const result = await kernel.commit({
      ...guarded,
      tenant,
      now,
      guards,
      account,
      events: [
        event(kernel, tenant, now, 'account.created', { accountId: account.id, actor, detail: createdWith(account) }),
        ...(input.externalIds ?? []).map(({ provider }) =>
          event(kernel, tenant, now, 'external-id.linked', { owner: account, actor, detail: { provider } }),
        ),
      ],
    });
    if (result.outcome === 'committed') return account;
    if (result.with === 'key') return { refused: 'already-exists' };
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
  }
  return { refused: 'store-unavailable' };
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
