import { type Instant, instant, type Policy, sessionRoom } from '@sallyport/core';
import { lockedUntil, MAIL_COUNTERS } from '@sallyport/core/lockout';
import type { AccountRecord, CounterView, SessionRecord } from '@sallyport/store';
import { accountView, ownMethods, providerName } from '../accounts/views.ts';
import { endsWithAdministration } from '../acts/role-gain.ts';
import { invitationUntil, isVouched } from '../acts/stranding.ts';
import type { AccountView, AdminAccountView, PersonEntry } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { inUseUntil, isOpenCode } from '../factors/open-code.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { givenRoles } from '../state/roles.ts';

export async function adminView(kernel: Kernel, account: AccountRecord): Promise<AdminAccountView> {
  const now = kernel.now();
  const guesses = await kernel.store.listCounters(account.tenant, [account.id]);
  const listed = await kernel.store.listSessions(account.tenant, account.id, now);
  const sessions = listed.filter(({ epoch }) => epoch === account.epoch);
  const { policy } = kernel.policies.known(account.tenant);
  const counts = await codesForReport(kernel)(policy, account);
  const until = lockOf(kernel, account, guesses, now);
  const status: AdminAccountView['status'] =
    account.block !== undefined ? 'blocked' : until === undefined ? 'active' : 'locked';
  return {
    ...accountView(kernel, account),
    methods: ownMethods(account),
    status,
    until,
    deviceLock: deviceLockOf(kernel, account, guesses, now),
    givenRoles: rolesOfProviders(kernel, account, policy),
    setUpByOthers: helped(account, now),
    disowned: account.disowned && { at: account.disowned.at },
    blockedReason: account.block?.reason,
    blockedSince: account.block?.at,
    sessions: sessions.length,
    sessionsFull: fullOf(policy, account, sessions, now),
    emergency: account.emergency === true,
    enrollmentCode: liveCode(counts, now),
    invitation: openInvitation(counts, now),
    // A forgotten optional member does not compile.
  } satisfies Record<Exclude<keyof AdminAccountView, keyof AccountView | 'may'>, unknown>;
}

function rolesOfProviders(kernel: Kernel, account: AccountRecord, { gives }: Policy): AdminAccountView['givenRoles'] {
  const parts = kernel.of(account.tenant);
  return givenRoles(account, gives)?.map(({ provider, roles }) => ({
    provider,
    name: providerName(parts, provider),
    roles,
  }));
}

function helped(account: AccountRecord, now: Instant): AdminAccountView['setUpByOthers'] {
  const names = endsWithAdministration(account, now);
  return names.length === 0 ? undefined : names;
}

function fullOf(
  policy: Policy,
  account: AccountRecord,
  live: readonly SessionRecord[],
  now: Instant,
): AdminAccountView['sessionsFull'] {
  const room = sessionRoom(policy, factsOf(account, policy, now), live);
  return room.outcome === 'refused' ? { most: room.most } : undefined;
}

function liveCode({ enrollmentCode: code }: AccountRecord, now: Instant): AdminAccountView['enrollmentCode'] {
  if (code === undefined || code.mailed === true || code.expiresAt <= now) return undefined;
  return { expiresAt: code.expiresAt, used: !isOpenCode(code, now), setUpUntil: inUseUntil(code, now) };
}

export function settingUpOf(account: AccountRecord, now: Instant): PersonEntry['settingUp'] {
  const { enrollmentCode: code } = account;
  const expiresAt = code && inUseUntil(code, now);
  return expiresAt === undefined ? undefined : { expiresAt };
}

export function waitingHelpInCode(account: AccountRecord, now: Instant): PersonEntry['helpInCode'] {
  const { enrollmentCode: code, block } = account;
  const waits = block === undefined && code?.helpsIn !== undefined && isVouched(account, now);
  return waits ? { expiresAt: code.expiresAt } : undefined;
}

export function openInvitation(account: AccountRecord, now: Instant): PersonEntry['invitation'] {
  const expiresAt = account.block === undefined ? invitationUntil(account, now) : undefined;
  return expiresAt === undefined ? undefined : { expiresAt };
}

/** Exhausted budgets of mails are not locks. */
export function lockOf(
  kernel: Kernel,
  account: AccountRecord,
  counters: readonly CounterView[],
  now: Instant,
): Instant | undefined {
  return latestEnd(kernel, account, locksOf(counters, account), now);
}

function deviceLockOf(
  kernel: Kernel,
  account: AccountRecord,
  counters: readonly CounterView[],
  now: Instant,
): AdminAccountView['deviceLock'] {
  const ofDevices = guessesAt(counters, account).filter(({ device }) => device !== undefined);
  const until = latestEnd(kernel, account, ofDevices, now);
  return until && { until };
}

function latestEnd(
  kernel: Kernel,
  { tenant }: AccountRecord,
  counters: readonly CounterView[],
  now: Instant,
): Instant | undefined {
  const { lockout } = kernel.policies.known(tenant).policy;
  const ends = counters.flatMap(({ counter }) => lockedUntil(counter, lockout, now) ?? []);
  return ends.length === 0 ? undefined : instant(Math.max(...ends));
}

export function locksOf(counters: readonly CounterView[], account: AccountRecord): CounterView[] {
  return guessesAt(counters, account).filter(({ device }) => device === undefined);
}

export function isLockedAnywhere(
  kernel: Kernel,
  account: AccountRecord,
  counters: readonly CounterView[],
  now: Instant,
): boolean {
  return latestEnd(kernel, account, guessesAt(counters, account), now) !== undefined;
}

function guessesAt(counters: readonly CounterView[], account: AccountRecord): CounterView[] {
  return counters.filter(
    ({ subject, authenticator }) => subject === account.id && !authenticator.startsWith(MAIL_COUNTERS),
  );
}
