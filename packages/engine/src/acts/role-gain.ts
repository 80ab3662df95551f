import { type Administration, administers, highestAdministration, type Policy, staysOnGain } from '@sallyport/core';
import type { AccountRecord, EventRecord, EventType, ExternalIdRecord, SetUpBy } from '@sallyport/store';
import { withoutOrphanedCodes } from '../factors/removals.ts';
import { withoutExternalId } from '../factors/sso-and-ldap.ts';
import { rolesOf } from '../records/roles.ts';

/**
 * The account after a change. An account that administers keeps only what its owner set up, and what others set up after it was cleared:
 * somebody who administers people could have created the account, set its password and waited for the role. A role counts whoever gave it:
 * an administrator, the host, a provider, or a new policy that names a role which the account has. The very account that was given if
 * nothing changes.
 *
 * @param before absent: the account is new, and has what its creator gives it
 * @param provider the provider that tells the roles; absent: nobody but an administrator, the host or the policy can have given one
 */
export function afterRoleGain(
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord,
  provider?: string,
): AccountRecord {
  const rank = rankOf(policy, after);
  if (rank === undefined || after.clearedFor === 'policy' || after.clearedFor === rank || !hasOthers(after))
    return after;
  // A new account has what its creator may give. What comes to a clean account comes from somebody with the right to.
  const wasClean = before === undefined || (!hasOthers(before) && covers(rankOf(policy, before), rank));
  if (wasClean) return { ...after, clearedFor: rank };
  const isGiver = provider !== undefined && administers(policy, after.providerRoles?.[provider] ?? [], rank);
  return { ...ownersOnly(after, rank, isGiver ? provider : undefined), clearedFor: rank };
}

/**
 * The account, cleared for no more than its roles give it. An account that loses its administration is cleared again with the next: in between
 * people administrators may set something up. The very account that was given if nothing changes.
 *
 * @param ranked the account with the roles by which an act on it was judged: the host may have told others than are written
 */
export function clearedForNoMore(policy: Policy, account: AccountRecord, ranked: AccountRecord): AccountRecord {
  const { clearedFor, ...rest } = account;
  const rank = rankOf(policy, ranked);
  if (clearedFor === undefined || covers(rank, clearedFor)) return account;
  return rank === undefined ? rest : { ...rest, clearedFor: rank };
}

/** The highest administration that an account's roles give it. */
function rankOf(policy: Policy, account: AccountRecord): Administration | undefined {
  return highestAdministration(policy, rolesOf(account, policy.gives));
}

function covers(rank: Administration | undefined, other: Administration): boolean {
  return rank === 'policy' || rank === other;
}

function ownersOnly(account: AccountRecord, gained: Administration, giver: string | undefined): AccountRecord {
  const stays = (one: { readonly setUpBy?: SetUpBy } | undefined): boolean => staysOnGain(gained, one?.setUpBy, giver);
  const staysLinked = (link: ExternalIdRecord): boolean => staysOnGain(gained, link.setUpBy, giver, link);
  const { password, email, totp, backupCodes, pendingEmail, enrollmentCode } = account;
  const passkeys = account.passkeys.filter(stays);
  const codes = account.codes?.filter(stays);
  const gone = (account.externalIds ?? []).filter((link) => !staysLinked(link));
  const linked = gone.reduce((rest, { provider }) => withoutExternalId(rest, provider), account);
  return withoutOrphanedCodes({
    ...linked,
    // A session that is opened at this moment rests on what the account had: it ends with the others.
    epoch: account.epoch + 1,
    password: stays(password) ? password : undefined,
    email: stays(email) ? email : undefined,
    totp: stays(totp) ? totp : undefined,
    backupCodes: stays(backupCodes) ? backupCodes : undefined,
    passkeys,
    codes: codes?.length === 0 ? undefined : codes,
    pendingEmail: stays(pendingEmail) && stays(email) ? pendingEmail : undefined,
    recovery: stays(email) && stays(password) ? account.recovery : undefined,
    enrollmentCode: staysOnGain(gained, voucherOf(account), giver) ? enrollmentCode : undefined,
    pendingSecret: undefined,
    pendingCode: undefined,
    // Its envelopes go with the commit, by `orphanedEnvelopes`.
    vaultOfOthers: undefined,
  });
}

/** What an account lost with a role of administration that it gained, in the words of the action log. Empty if nothing went. */
export function endedByGain(told: AccountRecord | undefined, left: AccountRecord | undefined): readonly string[] {
  if (told === undefined || left === undefined || told === left) return [];
  const stays = new Set(waysOf(left).map(({ record }) => record));
  const gone = waysOf(told).filter(({ record }) => !stays.has(record));
  return [...new Set(gone.map(({ name }) => name))];
}

/**
 * The events of a change of roles, with what the account lost by it: in the event that has the roles (X18), or in an event of its own if the
 * change has none.
 *
 * @param isStranded whether the account cannot sign in by itself with what it has left
 */
export function withEnded<Logged extends { readonly type: EventType; readonly detail?: EventRecord['detail'] }>(
  events: readonly Logged[],
  ended: readonly string[],
  isStranded: () => boolean,
  alone: () => Logged,
): readonly Logged[] {
  if (ended.length === 0) return events;
  const lost = { ended, noWayIn: isStranded() ? true : undefined };
  const isOfRoles = ({ type }: Logged): boolean => type === 'account.roles-changed';
  const all = events.some(isOfRoles) ? events : [...events, alone()];
  return all.map((one) => (isOfRoles(one) ? { ...one, detail: { ...one.detail, ...lost } } : one));
}

interface Way {
  readonly name: string;
  /** The very record: what stays of an account stays as the object that it was. */
  readonly record: object;
  readonly setUpBy: SetUpBy | undefined;
}

function waysOf(account: AccountRecord): readonly Way[] {
  const { password, email, totp, backupCodes, enrollmentCode, passkeys, codes = [], externalIds = [] } = account;
  const single = Object.entries({ password, email, totp, 'backup-code': backupCodes });
  return [
    ...single.flatMap(([name, record]) => (record === undefined ? [] : [wayOf(name, record)])),
    ...(enrollmentCode === undefined
      ? []
      : [{ name: 'enrollment-code', record: enrollmentCode, setUpBy: voucherOf(account) }]),
    ...passkeys.map((record) => wayOf('passkey', record)),
    ...codes.map((record) => wayOf(record.method, record)),
    ...externalIds.map((record) => wayOf(`external-id:${record.provider}`, record)),
  ];
}

function wayOf(name: string, record: { readonly setUpBy?: SetUpBy }): Way {
  return { name, record, setUpBy: record.setUpBy };
}

/** The administrator who gave out the account's enrollment code; `undefined`: there is none, or host code gave it. */
function voucherOf({ enrollmentCode }: AccountRecord): SetUpBy | undefined {
  return enrollmentCode === undefined || enrollmentCode.by === 'host' ? undefined : enrollmentCode.by;
}

/** Whether the account has anything that its owner did not set up. */
function hasOthers(account: AccountRecord): boolean {
  const { pendingEmail } = account;
  if (account.vaultOfOthers === true) return true;
  return pendingEmail?.setUpBy !== undefined || waysOf(account).some(({ setUpBy }) => setUpBy !== undefined);
}
