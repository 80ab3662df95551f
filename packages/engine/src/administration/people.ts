import { changeAccount } from '../account/change-account.ts';
import { createAccount } from '../account/create-account.ts';
import { deleteGuarded } from '../account/delete-account.ts';
import { strandsOwner, withAdministratorsGuard } from '../account/last-administrator.ts';
import type { AdminAccountView, Administration, LiveSession, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { asLastKnown } from '../records/host-roles.ts';
import { policyInForce } from '../records/policy-in-force.ts';
import { ownAuthority } from '../sessions/liveness.ts';
import type { AccountId, AccountRecord, EventRecord } from '../store/records.ts';
import { adminView } from './admin-view.ts';
import { type Authority, authorityFor } from './authority.ts';
import { identitiesOfNew } from './checked-ids.ts';

/** Creating and deleting accounts, and what they may do. */
export function people(
  kernel: Kernel,
): Pick<Administration, 'createAccount' | 'deleteAccount' | 'setMethods' | 'setRoles'> {
  return {
    async createAccount(actor, input) {
      const authority = (): Promise<Authority | Refusal> => authorityToCreate(kernel, actor, input);
      const judged = await authority();
      if (isRefusal(judged)) return judged;
      if (kernel.resolveSubject !== undefined && input.roles !== undefined) return { refused: 'roles-from-host' };
      const { externalIds: _, ...rest } = input;
      const identities = identitiesOfNew(kernel, input);
      if (isRefusal(identities)) return identities;
      const created = await createAccount(kernel, {
        ...rest,
        ...identities,
        tenant: actor.tenant,
        actor: actor.accountId,
        authority,
      });
      return isRefusal(created) ? created : adminView(kernel, created);
    },
    deleteAccount: (actor, id) =>
      deleteGuarded(kernel, actor, accountId(id), (account) =>
        account.id === actor.accountId
          ? ownAuthority(kernel, actor, account)
          : authorityFor(kernel, actor, { over: account }),
      ),
    setMethods: (actor, id, { methods, force }) =>
      change(
        kernel,
        actor,
        id,
        force,
        (account) => ({ ...account, methods: [...new Set(methods)] }),
        (account) => adminEvent(kernel, actor, account, 'account.methods-changed', { methods }),
      ),
    setRoles: async (actor, id, { roles, force }) => {
      if (kernel.resolveSubject !== undefined) return { refused: 'roles-from-host' };
      const next = [...new Set(roles)];
      return change(
        kernel,
        actor,
        id,
        force,
        (account) => ({ ...account, roles: next }),
        (account) => adminEvent(kernel, actor, account, 'account.roles-changed', { from: account.roles, to: next }),
        next,
      );
    },
  };
}

/** Emergency accounts, and the roles that administer the policy, are made by those who have them. */
async function authorityToCreate(
  kernel: Kernel,
  actor: LiveSession,
  { roles = [], emergency }: { readonly roles?: readonly string[]; readonly emergency?: boolean },
): Promise<Authority | Refusal> {
  return authorityFor(kernel, actor, { grants: roles, of: emergency === true ? 'policy' : 'people' });
}

/** A change that could leave its account without a way in: refused then, unless it is forced; never for the last administrator. */
async function change(
  kernel: Kernel,
  actor: LiveSession,
  id: string,
  force: boolean | undefined,
  next: (account: AccountRecord) => AccountRecord,
  record: (account: AccountRecord) => EventRecord,
  grants: readonly string[] = [],
): Promise<AdminAccountView | Refusal> {
  const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
    const authority = await authorityFor(kernel, actor, { over: account, grants });
    if (isRefusal(authority)) return authority;
    const after = await asLastKnown(kernel, next(account));
    const guarded = await withAdministratorsGuard(kernel, account, after, actor.accountId);
    if (isRefusal(guarded)) return guarded;
    const { policy } = await policyInForce(kernel, actor.tenant);
    if (force !== true && strandsOwner(policy, after, kernel.now())) return { refused: 'no-way-in-left' };
    const guards = { ...guarded.guards, ...authority };
    return { next: after, alsoCommit: { ...guarded, guards, events: [record(account)] } };
  });
  return isRefusal(changed) ? changed : adminView(kernel, changed);
}

export function adminEvent(
  kernel: Kernel,
  actor: LiveSession,
  account: AccountRecord,
  type: EventRecord['type'],
  detail?: EventRecord['detail'],
): EventRecord {
  return event(kernel, actor.tenant, kernel.now(), type, { owner: account, actor: actor.accountId, detail });
}

/** An id as it came in a path: whatever it is, it names an account of the tenant or none. */
export function accountId(text: string): AccountId {
  return text as AccountId;
}
