import { type Instant, overtakesFirstSignIn, type Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpsRecord } from '@sallyport/store';
import { firstSignInOf } from '../acts/first-sign-in.ts';
import { afterRoleGain, clearedForNoMore, endedByGain } from '../acts/role-gain.ts';
import type { Held } from '../factors/factor.ts';
import { heldBy, keeping } from '../factors/held.ts';
import { passwordBinding } from '../factors/password.ts';
import { hasDirectoryPassword } from '../factors/sso-and-ldap.ts';
import { rolesOf } from '../state/roles.ts';
import { administersAnything, withoutNewPassword } from '../state/sign-up-password.ts';
import { areLinkable } from './linkable.ts';

type SetUps = Omit<SetUpsRecord, 'events'>;

export type SetUpEvent = SetUpsRecord['events'][number];

export interface Divided {
  readonly kept: AccountRecord;
  readonly ended: readonly string[];
  readonly setUps?: SetUps;
}

/** A role that the flow keeps takes nothing of the stored account: nobody has proved more than a mailbox. */
export function divided(
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
  flow: FlowRecord,
  stored: AccountRecord,
  whole: AccountRecord,
): Divided {
  if (!awaitsFirstSession(stored)) return { kept: whole, ended: [] };
  const { kept: unlost, setUps } = apart(flow, stored, whole);
  const left = afterRoleGain(policy, stored, unlost, now);
  return { kept: clearedForNoMore(policy, left, left), ended: endedByGain(unlost, left), setUps };
}

function apart(flow: FlowRecord, stored: AccountRecord, whole: AccountRecord): Omit<Divided, 'ended'> {
  const [before, after] = [withoutNewPassword(flow, stored), withoutNewPassword(flow, whole)];
  const had = new Set(heldBy(before).map(({ trace }) => trace));
  const ofCode = passwordOfCode(flow.id, before, after);
  const isNew = ({ trace }: Held): boolean => !had.has(trace) && trace !== ofCode;
  if (!heldBy(after).some(isNew)) return { kept: after };
  const made = keeping(after, isNew);
  const kept = { ...keeping(after, (held) => !isNew(held)), ...replacedBy(made, before, after.firstFactor) };
  const roles = rolesOf(kept);
  const { email, password, totp, backupCodes, passkeys, codes, others, externalIds } = made;
  const { providerRoles, providerRolesAt, roleGains = [] } = made;
  return {
    kept: {
      ...kept,
      roleGains: listed(roleGains.filter(({ role }) => roles.includes(role))),
      openPasskeys: listed(withIdsOf(made.passkeys, kept.openPasskeys)),
    },
    setUps: {
      ...{ restsOn: firstSignInOf(kept), email, password, totp, backupCodes, passkeys, codes, others, externalIds },
      ...{ providerRoles, providerRolesAt, roleGains: listed(roleGains.filter(({ role }) => !roles.includes(role))) },
    },
  };
}

function withIdsOf(passkeys: AccountRecord['passkeys'], open: readonly string[] = []): readonly string[] {
  const fresh = passkeys.flatMap(({ id }) => (open.includes(id) ? [] : [id]));
  return [...open, ...fresh].slice(-MOST_OPEN_PASSKEYS);
}

const MOST_OPEN_PASSKEYS = 20;

function replacedBy(
  made: AccountRecord,
  { email, password, totp, backupCodes, firstFactor }: AccountRecord,
  firstFactorAfter: AccountRecord['firstFactor'],
): Partial<AccountRecord> {
  return {
    firstFactor: firstFactorAfter ?? firstFactor,
    ...(made.email !== undefined && { email }),
    ...(made.password !== undefined && { password }),
    ...(made.totp !== undefined && { totp }),
    ...(made.backupCodes !== undefined && { backupCodes }),
  };
}

function listed<Member>(members: readonly Member[]): readonly Member[] | undefined {
  return members.length === 0 ? undefined : members;
}

/** The administrator vouched for more than a mailbox. */
function passwordOfCode(
  flow: string,
  { enrollmentCode: code }: AccountRecord,
  { password, enrollmentCode: used }: AccountRecord,
): string | undefined {
  const isOfCode = used?.usedIn === flow && used.hash === code?.hash && code.helpsIn === 'first';
  return password === undefined || !isOfCode ? undefined : passwordBinding(password.id);
}

export function stillCounts(policy: Policy, setUps: SetUpsRecord, account: AccountRecord): boolean {
  if (!awaitsFirstSession(account) || isClaimed(policy, account)) return false;
  if (overtakesFirstSignIn(setUps.restsOn, firstSignInOf(account))) return false;
  if (setUps.password !== undefined && hasDirectoryPassword(account)) return false;
  return areLinkable(policy, setUps, account);
}

export function awaitsFirstSession({ invited, openSignUp }: AccountRecord): boolean {
  return invited === true || openSignUp === true;
}

export function isClaimed(policy: Policy, account: AccountRecord): boolean {
  return account.openSignUp === true && administersAnything(policy, account);
}

export function joined(account: AccountRecord, { restsOn: _, events: __, ...setUps }: SetUpsRecord): AccountRecord {
  const { passkeys = [], codes, others, externalIds, roleGains, providerRoles, providerRolesAt, ...single } = setUps;
  const ends = setUps.backupCodes !== undefined && setUps.backupCodes.setUpBy === undefined;
  return {
    ...account,
    ...(ends && { firstFactor: undefined }),
    ...Object.fromEntries(Object.entries(single).filter(([, member]) => member !== undefined)),
    passkeys: [...account.passkeys, ...passkeys],
    codes: both(account.codes, codes),
    others: both(account.others, others),
    externalIds: both(account.externalIds, externalIds),
    roleGains: both(account.roleGains, roleGains),
    providerRoles: providerRoles ? { ...account.providerRoles, ...providerRoles } : account.providerRoles,
    providerRolesAt: providerRolesAt ? { ...account.providerRolesAt, ...providerRolesAt } : account.providerRolesAt,
  };
}

export function wholeOf(
  { account, stored }: { readonly account: AccountRecord; readonly stored?: AccountRecord | undefined },
  { setUps }: Pick<FlowRecord, 'setUps'>,
): AccountRecord {
  return stored === undefined || setUps === undefined ? account : joined(stored, setUps);
}

function both<Member>(some: readonly Member[] | undefined, more: readonly Member[] | undefined) {
  return more === undefined ? some : [...(some ?? []), ...more];
}

export function waitsForSession(setUps: SetUps | undefined, { type, detail = {} }: SetUpEvent): boolean {
  if (setUps === undefined) return false;
  if (type === 'account.roles-changed') return Object.hasOwn(setUps.providerRoles ?? {}, String(detail['provider']));
  if (type === 'password.changed' || type === 'password.reset') return setUps.password !== undefined;
  return OF_SET_UPS.has(type);
}

const OF_SET_UPS: ReadonlySet<string> = new Set(['factor.enrolled', 'backup-codes.issued', 'external-id.linked']);
