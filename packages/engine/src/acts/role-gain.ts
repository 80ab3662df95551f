import {
  type Actor,
  type AdministrationGained,
  administers,
  administrationGained,
  type Policy,
  staysOnGain,
} from '@sallyport/core';
import { withoutExternalId } from '../factors/sso-and-ldap.ts';
import { rolesOf } from '../records/roles.ts';
import type { AccountRecord, ExternalIdRecord, SetUpBy } from '../store/records.ts';
import type { Doer } from './doer.ts';

/** Who gives an account a role of administration. */
export interface Giver {
  /** The account id of a policy administrator in a session. */
  readonly policyAdministrator?: string | undefined;
  readonly provider?: string | undefined;
}

export function giverOf(policy: Policy, by: Doer, actor: Actor): Giver {
  const isPolicyAdministrator = actor.kind === 'administrator' && administers(policy, actor.account.roles, 'policy');
  return { policyAdministrator: isPolicyAdministrator ? by.accountId : undefined };
}

/**
 * The account after a change of its roles. An account that gains a role of administration keeps only what its owner set up: somebody who
 * administers people could have created the account, set its password and waited for the role. The very account that was given if nothing
 * goes.
 *
 * @param before absent: the account is new, and has what its creator gives it
 */
export function afterRoleGain(
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord,
  giver: Giver,
): AccountRecord {
  if (before === undefined) return after;
  const gained = administrationGained(policy, rolesOf(before, policy.gives), rolesOf(after, policy.gives));
  return gained === undefined || !hasOthers(after) ? after : ownersOnly(after, gained, giver);
}

function ownersOnly(account: AccountRecord, gained: AdministrationGained, giver: Giver): AccountRecord {
  const stays = (one: { readonly setUpBy?: SetUpBy } | undefined): boolean => staysOnGain(gained, one?.setUpBy, giver);
  const staysLinked = (link: ExternalIdRecord): boolean => staysOnGain(gained, link.setUpBy, giver, link);
  const { password, email, totp, backupCodes, pendingEmail, enrollmentCode } = account;
  const passkeys = account.passkeys.filter(stays);
  const codes = account.codes?.filter(stays);
  const gone = (account.externalIds ?? []).filter((link) => !staysLinked(link));
  const linked = gone.reduce((rest, { provider }) => withoutExternalId(rest, provider), account);
  const isStrong = totp !== undefined && stays(totp) ? true : passkeys.length > 0;
  const voucher = enrollmentCode === undefined || enrollmentCode.by === 'host' ? undefined : enrollmentCode.by;
  return {
    ...linked,
    // A session that is opened at this moment rests on what the account had: it ends with the others.
    epoch: account.epoch + 1,
    password: stays(password) ? password : undefined,
    email: stays(email) ? email : undefined,
    totp: stays(totp) ? totp : undefined,
    backupCodes: isStrong && stays(backupCodes) ? backupCodes : undefined,
    passkeys,
    codes: codes?.length === 0 ? undefined : codes,
    pendingEmail: stays(pendingEmail) && stays(email) ? pendingEmail : undefined,
    recovery: stays(email) && stays(password) ? account.recovery : undefined,
    enrollmentCode: staysOnGain(gained, voucher, giver) ? enrollmentCode : undefined,
    pendingSecret: undefined,
    pendingCode: undefined,
  };
}

/** Whether the account has anything that its owner did not set up. */
function hasOthers(account: AccountRecord): boolean {
  const {
    password,
    email,
    totp,
    backupCodes,
    pendingEmail,
    enrollmentCode,
    passkeys,
    codes = [],
    externalIds = [],
  } = account;
  const single = [password, email, totp, backupCodes, pendingEmail];
  return (
    [...single, ...passkeys, ...codes, ...externalIds].some((one) => one?.setUpBy !== undefined) ||
    (enrollmentCode !== undefined && enrollmentCode.by !== 'host')
  );
}
