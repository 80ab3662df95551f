import type { AccountRecord } from '@sallyport/store';
import { deleteAccount } from '../accounts/delete-account.ts';
import { administrator, owner } from '../acts/doer.ts';
import type { AdminAccountView, Administration, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminView } from './admin-view.ts';
import { block, exposureOf, unblock, unlock } from './blocking.ts';
import { malformedReason } from './host-input.ts';
import { accountId, createBy, setMethods, setRoles } from './people.ts';
import { resetPasskeys, resetTwoStep, revokePasskey, vouch } from './resets.ts';

type PeopleAdministration = Pick<
  Administration,
  | 'createAccount'
  | 'deleteAccount'
  | 'setMethods'
  | 'setRoles'
  | 'resetTwoStep'
  | 'resetPasskeys'
  | 'revokePasskey'
  | 'vouch'
  | 'block'
  | 'unblock'
  | 'unlock'
  | 'exposure'
>;

/** Acts on accounts by an administrator in a session. */
export function peopleAdministration(kernel: Kernel): PeopleAdministration {
  const shown = async (acted: Promise<AccountRecord | Refusal>): Promise<AdminAccountView | Refusal> => {
    const account = await acted;
    return isRefusal(account) ? account : adminView(kernel, account);
  };
  return {
    createAccount: (session, { identifier, email, roles, password, emergency, externalIds }) =>
      shown(createBy(kernel, administrator(session), { identifier, email, roles, password, emergency, externalIds })),
    deleteAccount: (session, id) =>
      deleteAccount(kernel, id === session.accountId ? owner(session) : administrator(session), accountId(id)),
    setMethods: (session, id, input) => shown(setMethods(kernel, administrator(session), accountId(id), input)),
    setRoles: (session, id, input) => shown(setRoles(kernel, administrator(session), accountId(id), input)),
    resetTwoStep: (session, id) => resetTwoStep(kernel, administrator(session), accountId(id)),
    resetPasskeys: (session, id) => shown(resetPasskeys(kernel, administrator(session), accountId(id))),
    revokePasskey: (session, id, passkeyId) =>
      shown(revokePasskey(kernel, administrator(session), accountId(id), passkeyId)),
    vouch: (session, id) => vouch(kernel, administrator(session), accountId(id)),
    block: async (session, id, { reason }) =>
      malformedReason(reason) ?? shown(block(kernel, administrator(session), accountId(id), reason)),
    unblock: (session, id) => shown(unblock(kernel, administrator(session), accountId(id))),
    unlock: (session, id) => shown(unlock(kernel, administrator(session), accountId(id))),
    exposure: (tenant, id) => exposureOf(kernel, tenant, accountId(id)),
  };
}
