import type { AccountId, AccountRecord, CounterView } from '@sallyport/store';
import { deleteAccount } from '../accounts/delete-account.ts';
import { type Doer, hostCode } from '../acts/doer.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { AccountRef, HostAccounts, HostAccountView, HostAct, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isKeepable } from '../records/keepable.ts';
import { tenantOf } from '../records/tenant-id.ts';
import { takeRoles } from '../sessions/roles-reach.ts';
import { foundAccount, malformedText, refToText } from './account-ref.ts';
import { accountsWithCounters, adminView } from './admin-view.ts';
import { block, unblock, unlock } from './blocking.ts';
import { endSessions, rename, setExternalId } from './host-acts.ts';
import { malformedCreation, malformedMethods, malformedReason, malformedRoles } from './host-input.ts';
import { createBy, setMethods, setRoles } from './people.ts';
import { resetPasskeys, resetTwoStep, revokePasskey, vouch } from './resets.ts';

/** Acts on accounts by host code, under the rules of administration. */
export function hostAccounts(kernel: Kernel): HostAccounts {
  type Operation<Answer> = (by: Doer, id: AccountId) => Promise<Answer | Refusal>;

  type Check = () => Refusal | undefined;

  async function acted<Answer>(
    who: AccountRef,
    { by }: HostAct,
    operation: Operation<Answer>,
    check?: Check,
  ): Promise<Answer | Refusal> {
    const malformed = malformedText('by', by) ?? check?.();
    if (malformed !== undefined) return malformed;
    const account = await foundAccount(kernel, who);
    if (account === undefined) return { refused: 'not-found' };
    return isRefusal(account) ? account : operation(hostCode(account.tenant, by), account.id);
  }

  /** Runs an operation, and returns the view of the changed account. */
  async function changed(
    who: AccountRef,
    input: HostAct,
    operation: Operation<AccountRecord>,
    check?: Check,
  ): Promise<HostAccountView | Refusal> {
    const account = await acted(who, input, operation, check);
    return isRefusal(account) ? account : hostView(kernel, account);
  }

  return {
    async create({ tenant, by, ...input }) {
      const malformed =
        malformedText('by', by) ?? malformedText('externalId', input.externalId) ?? malformedCreation(input);
      if (malformed !== undefined) return malformed;
      const created = await createBy(kernel, hostCode(tenantOf(kernel, tenant), by), input);
      return isRefusal(created) ? created : hostView(kernel, created);
    },
    async find(who) {
      const account = await foundAccount(kernel, who);
      if (isRefusal(account)) throw new TypeError(`${account.errors?.[0]?.path} ${account.errors?.[0]?.message}`);
      return account && hostView(kernel, account);
    },
    async list({ tenant, ...page } = {}) {
      for (const [name, text] of Object.entries(page)) {
        if (text !== undefined && typeof text !== 'string') throw new TypeError(`${name} is no text`);
        // No account has an identifier, or an id, that a store cannot keep.
        if (text !== undefined && !isKeepable(text)) return { accounts: [] };
      }
      const { items, counters, next } = await accountsWithCounters(kernel, tenantOf(kernel, tenant), page);
      return { accounts: await Promise.all(items.map((account) => hostView(kernel, account, counters))), next };
    },
    setRoles: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setRoles(kernel, by, id, input),
        () => malformedRoles(input.roles),
      ),
    setMethods: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setMethods(kernel, by, id, input),
        () => malformedMethods(input.methods),
      ),
    setExternalId: (who, input) => changed(who, input, (by, id) => setExternalId(kernel, by, id, input.externalId)),
    rename: (who, input) => changed(who, input, (by, id) => rename(kernel, by, id, input.identifier)),
    block: (who, input) =>
      changed(
        who,
        input,
        (by, id) => block(kernel, by, id, input.reason),
        () => malformedReason(input.reason),
      ),
    unblock: (who, input = {}) => changed(who, input, (by, id) => unblock(kernel, by, id)),
    unlock: (who, input = {}) => changed(who, input, (by, id) => unlock(kernel, by, id)),
    resetTwoStep: (who, input = {}) => acted(who, input, (by, id) => resetTwoStep(kernel, by, id)),
    resetPasskeys: (who, input = {}) => changed(who, input, (by, id) => resetPasskeys(kernel, by, id)),
    revokePasskey: (who, input) => changed(who, input, (by, id) => revokePasskey(kernel, by, id, input.passkeyId)),
    vouch: (who, input = {}) => acted(who, input, (by, id) => vouch(kernel, by, id)),
    endSessions: (who, input = {}) => changed(who, input, (by, id) => endSessions(kernel, by, id)),
    delete: (who, input = {}) => acted(who, input, (by, id) => deleteAccount(kernel, by, id)),
    rolesChanged(who, input = {}) {
      if (kernel.resolveSubject === undefined) {
        throw new SallyportConfigError(
          'roles-kept-here',
          'rolesChanged: there is no `resolveSubject` to ask for roles.',
          'Give `resolveSubject`, or set the roles with `accounts.setRoles`.',
        );
      }
      return changed(refToText(who), input, async (by, id) => {
        const taken = await takeRoles(kernel, by, id);
        if (taken !== 'unknown') return taken;
        return (await kernel.store.readAccount(by.tenant, id)) ?? { refused: 'not-found' };
      });
    },
  };
}

async function hostView(
  kernel: Kernel,
  account: AccountRecord,
  counters?: readonly CounterView[],
): Promise<HostAccountView> {
  const view = await adminView(kernel, account, counters);
  return account.externalId === undefined ? view : { ...view, externalId: account.externalId };
}
