import { deleteGuarded } from '../account/delete-account.ts';
import type { AdminAccountView, Administration, LiveSession, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ownAuthority } from '../sessions/liveness.ts';
import type { AccountRecord } from '../store/records.ts';
import { type Actor, administrator } from './actor.ts';
import { adminView } from './admin-view.ts';
import { authorityFor } from './authority.ts';
import { block, exposureOf, unblock, unlock } from './blocking.ts';
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
  const by = (session: LiveSession): Actor => administrator(kernel, session);
  const shown = async (acted: Promise<AccountRecord | Refusal>): Promise<AdminAccountView | Refusal> => {
    const account = await acted;
    return isRefusal(account) ? account : adminView(kernel, account);
  };
  return {
    createAccount: (session, { identifier, email, roles, password, emergency, externalIds }) =>
      shown(createBy(kernel, by(session), { identifier, email, roles, password, emergency, externalIds })),
    deleteAccount: (session, id) =>
      deleteGuarded(kernel, session, accountId(id), (account) =>
        account.id === session.accountId
          ? ownAuthority(kernel, session, account)
          : authorityFor(kernel, session, { over: account }),
      ),
    setMethods: (session, id, input) => shown(setMethods(kernel, by(session), accountId(id), input)),
    setRoles: (session, id, input) => shown(setRoles(kernel, by(session), accountId(id), input)),
    resetTwoStep: (session, id) => resetTwoStep(kernel, by(session), accountId(id)),
    resetPasskeys: (session, id) => shown(resetPasskeys(kernel, by(session), accountId(id))),
    revokePasskey: (session, id, passkeyId) => shown(revokePasskey(kernel, by(session), accountId(id), passkeyId)),
    vouch: (session, id) => vouch(kernel, by(session), accountId(id)),
    block: (session, id, { reason }) => shown(block(kernel, by(session), accountId(id), reason)),
    unblock: (session, id) => shown(unblock(kernel, by(session), accountId(id))),
    unlock: (session, id) => shown(unlock(kernel, by(session), accountId(id))),
    exposure: (tenant, id) => exposureOf(kernel, tenant, accountId(id)),
  };
}
