import { changeAccount } from '../account/change-account.ts';
import { createAccount } from '../account/create-account.ts';
import { strandsOwner, withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Administration, HostCreation, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent, nameOf } from '../records/actors.ts';
import { asLastKnown, withRoles } from '../records/host-roles.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { revokeTightened } from '../sessions/tightening.ts';
import type { AccountId, AccountRecord, EventRecord } from '../store/records.ts';
import type { Actor } from './actor.ts';
import { identitiesOfNew } from './checked-ids.ts';
import { malformedIdentifier } from './host-input.ts';

/** What an account is created with. */
export type Creation = Omit<HostCreation, 'tenant' | 'by'>;

/** Emergency accounts, and the roles that administer the policy, are made by those who have them. */
export async function createBy(kernel: Kernel, by: Actor, input: Creation): Promise<AccountRecord | Refusal> {
  const authority = () => by.may({ grants: input.roles ?? [], of: input.emergency === true ? 'policy' : 'people' });
  const judged = await authority();
  if (isRefusal(judged)) return judged;
  // What host code says here is the host's word as well, until it is asked.
  const isHost = by.accountId === undefined;
  if (!isHost && kernel.resolveSubject !== undefined && input.roles !== undefined)
    return { refused: 'roles-from-host' };
  const malformed = malformedIdentifier(input.identifier);
  if (malformed !== undefined) return malformed;
  const { externalIds: _, ...rest } = input;
  const identities = identitiesOfNew(kernel, by.tenant, input);
  if (isRefusal(identities)) return identities;
  return createAccount(kernel, {
    ...rest,
    ...identities,
    tenant: by.tenant,
    actor: nameOf(by),
    authority,
  });
}

export function setMethods(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  { methods, force }: Parameters<Administration['setMethods']>[2],
): Promise<AccountRecord | Refusal> {
  return change(kernel, by, id, {
    force,
    next: (account) => ({ ...account, methods: [...new Set(methods)] }),
    record: (account) => adminEvent(kernel, by, account, 'account.methods-changed', { methods }),
  });
}

export async function setRoles(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  { roles, force }: { readonly roles: readonly string[]; readonly force?: boolean | undefined },
): Promise<AccountRecord | Refusal> {
  if (kernel.resolveSubject !== undefined) return { refused: 'roles-from-host' };
  const to = [...new Set(roles)];
  const changed = await change(kernel, by, id, {
    force,
    next: (account) => withRoles(account, to, kernel.now()),
    record: (account) => adminEvent(kernel, by, account, 'account.roles-changed', { from: account.roles, to }),
    grants: to,
  });
  if (!isRefusal(changed)) revokeTightened(kernel, by.tenant, id);
  return changed;
}

interface GuardedChange {
  readonly force: boolean | undefined;
  readonly grants?: readonly string[];
  next(account: AccountRecord): AccountRecord;
  record(account: AccountRecord): EventRecord;
}

/** A change that could leave its account without the way in that it has: refused then, unless it is forced; never for the last administrator. */
function change(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  { force, grants = [], next, record }: GuardedChange,
): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, by.tenant, id, async (account) => {
    const authority = await by.may({ over: account, grants });
    if (isRefusal(authority)) return authority;
    const after = await asLastKnown(kernel, next(account));
    const guarded = await withAdministratorsGuard(kernel, account, after, by.accountId);
    if (isRefusal(guarded)) return guarded;
    const { policy } = await readPolicyInForce(kernel, by.tenant);
    const now = kernel.now();
    const hadAny = async () => !strandsOwner(policy, await asLastKnown(kernel, account), now);
    if (force !== true && strandsOwner(policy, after, now) && (await hadAny())) return { refused: 'no-way-in-left' };
    const guards = { ...guarded.guards, ...authority };
    return { next: after, alsoCommit: { ...guarded, guards, events: [record(account)] } };
  });
}

/** An id as it came in a path: whatever it is, it names an account of the tenant or none. */
export function accountId(text: string): AccountId {
  return text as AccountId;
}
