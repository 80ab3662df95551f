import { changeAccount } from '../account/change-account.ts';
import { strandsOwner, withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Administration } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { passwordBinding } from '../factors/password.ts';
import { withoutRecovery } from '../factors/removals.ts';
import { addLink, externalIdBinding, newExternalId, unlink } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../records/actors.ts';
import { asLastKnown } from '../records/host-roles.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import type { AccountRecord, EventRecord, ExternalIdRecord } from '../store/records.ts';
import { adminView } from './admin-view.ts';
import { authorityFor } from './authority.ts';
import { checkedIds } from './checked-ids.ts';
import { accountId } from './people.ts';

/**
 * An administrator says who an account is at providers and in the directory: what is not named is unlinked. A link to the directory
 * takes the local password away, since an account has one password source.
 */
export function externalIds(kernel: Kernel): Pick<Administration, 'setExternalIds'> {
  return {
    async setExternalIds(actor, id, { externalIds: wanted }) {
      const checked = checkedIds(kernel, wanted);
      if (isRefusal(checked)) return checked;
      const changed = await changeAccount(kernel, actor.tenant, accountId(id), async (account) => {
        const authority = await authorityFor(kernel, actor, { over: account });
        if (isRefusal(authority)) return authority;
        const { next, events, gone } = exchanged(kernel, account, checked, (type, provider) =>
          adminEvent(kernel, actor, account, type, { provider }),
        );
        const { policy } = await readPolicyInForce(kernel, actor.tenant);
        const now = kernel.now();
        const before = await asLastKnown(kernel, account);
        const after = await asLastKnown(kernel, next);
        if (strandsOwner(policy, after, now) && !strandsOwner(policy, before, now))
          return { refused: 'no-way-in-left' };
        const guarded = await withAdministratorsGuard(kernel, account, next, actor.accountId);
        if (isRefusal(guarded)) return guarded;
        const endSessions = gone.length === 0 ? {} : { endSessions: { accountId: account.id, provedBy: gone } };
        return {
          next,
          alsoCommit: { ...guarded, guards: { ...guarded.guards, ...authority }, ...endSessions, events },
        };
      });
      return isRefusal(changed) ? changed : adminView(kernel, changed);
    },
  };
}

function exchanged(
  kernel: Kernel,
  account: AccountRecord,
  wanted: readonly Omit<ExternalIdRecord, 'id'>[],
  record: (type: 'external-id.linked' | 'external-id.unlinked', provider: string) => EventRecord,
): { readonly next: AccountRecord; readonly events: readonly EventRecord[]; readonly gone: readonly string[] } {
  const has = account.externalIds ?? [];
  const isSame = (one: Pick<ExternalIdRecord, 'provider' | 'subject'>, other: typeof one): boolean =>
    one.provider === other.provider && one.subject === other.subject;
  const removed = has.filter((one) => !wanted.some((other) => isSame(one, other)));
  const added = wanted.filter((one) => !has.some((other) => isSame(one, other)));
  const bare = removed.reduce((rest, { provider }) => unlink(rest, provider, kernel.now()), account);
  const linked = added.reduce((rest, one) => addLink(rest, newExternalId(kernel.random, one)), bare);
  const { password } = account;
  const takesPassword = password !== undefined && added.some(({ method }) => method === 'ldap');
  return {
    next: takesPassword ? withoutPassword(linked) : linked,
    events: [
      ...removed.map(({ provider }) => record('external-id.unlinked', provider)),
      ...added.map(({ provider }) => record('external-id.linked', provider)),
    ],
    gone: [...removed.map(({ id }) => externalIdBinding(id)), ...(takesPassword ? [passwordBinding(password.id)] : [])],
  };
}

function withoutPassword(account: AccountRecord): AccountRecord {
  const { password: _, ...rest } = withoutRecovery(account);
  return rest;
}
