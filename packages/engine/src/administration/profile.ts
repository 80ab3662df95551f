import {
  administers,
  anywhere,
  BUILT_IN_METHODS,
  backupCodesCouldHelp,
  datesOf,
  hasStrong,
  type Instant,
  methodDescriptor,
  type Policy,
  type Reach,
  reachableRoles,
  reachOf,
  strongestLevel,
} from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import { vouchingForReport } from '../acts/stranding.ts';
import type { PolicyGroup, RiskCode } from '../contract/people-list.ts';
import { factsOf } from '../factors/facts.ts';
import { rolesOf } from '../state/roles.ts';
import { openInvitation, waitingHelpInCode } from './admin-view.ts';

export interface Profile {
  readonly group: PolicyGroup;
  readonly roles: readonly string[];
  readonly factors: readonly string[];
  readonly risks: readonly RiskCode[];
  readonly blocked: boolean;
  /** Absent: nobody was invited, or somebody has signed in. */
  readonly invited: 'open' | 'over' | undefined;
  readonly emergency: boolean;
  readonly helped: boolean;
  /** The first date of the policy from which on the account does not meet it. Dates only add, so it is so on every later date. */
  readonly notReadyFrom: Instant | undefined;
}

const GROUPS: Readonly<Record<Reach['impact'], PolicyGroup>> = {
  unaffected: 'meets',
  'must-enroll': 'mustEnroll',
  stranded: 'noWayIn',
};

export function profileOf(policy: Policy, account: AccountRecord, now: Instant): Profile {
  const left = clearedForItsRoles(policy, account, now);
  return {
    group: GROUPS[reachOfLeft(policy, left, now).impact],
    roles: [...rolesOf(account, policy.gives)].sort(),
    factors: factorNames(policy, left, now),
    risks: risksOf(policy, left, now),
    blocked: account.block !== undefined,
    invited: account.invited === true ? (openInvitation(account, now) === undefined ? 'over' : 'open') : undefined,
    emergency: account.emergency === true,
    helped: waitingHelpInCode(account, now) !== undefined,
    notReadyFrom: datesOf(policy).find(
      (date) => reachAtSignIn(anywhere(policy, date), account, now).impact !== 'unaffected',
    ),
  };
}

export function reachAtSignIn(policy: Policy, account: AccountRecord, now: Instant): Reach {
  return reachOfLeft(policy, clearedForItsRoles(policy, account, now), now);
}

function reachOfLeft(policy: Policy, left: AccountRecord, now: Instant): Reach {
  return reachOf(policy, factsOf(left, policy, now), vouchingForReport(policy, left, now));
}

function factorNames(policy: Policy, account: AccountRecord, now: Instant): readonly string[] {
  const { factors } = factsOf(account, policy, now);
  const names = [
    ...BUILT_IN_METHODS.filter(({ enrolled }) => enrolled(factors)).map(({ name }): string => name),
    ...(factors.codes ?? []),
  ];
  return names.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

const STRONGEST_FIRST = ['passkey', 'strong', 'sso', 'host-code', 'email-code', 'ldap', 'password', 'backup-code'];

function rankOf(name: string): number {
  const rank = STRONGEST_FIRST.indexOf(name);
  const kind = methodDescriptor(name)?.worthForSetUp === 'strong' ? 'strong' : 'host-code';
  return rank === -1 ? STRONGEST_FIRST.indexOf(kind) : rank;
}

export function strongestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => Number(a === 'none') - Number(b === 'none') || rankOf(a) - rankOf(b));
}

/** Backup codes only stand in for another factor. */
export function strongestOf({ factors: [strongest = 'none'] }: Profile): string {
  return strongest === 'backup-code' ? 'none' : strongest;
}

function risksOf(policy: Policy, account: AccountRecord, now: Instant): readonly RiskCode[] {
  if (account.block !== undefined) return [];
  const facts = factsOf(account, policy, now);
  const { passkeys } = facts.factors;
  const risks: RiskCode[] = [];
  if (
    administers(policy, reachableRoles(policy, facts), 'helpdesk') &&
    !hasStrong(facts.factors) &&
    WEAK.has(strongestLevel(policy, facts))
  )
    risks.push('administrator-without-strong-factor');
  if (account.disowned !== undefined) risks.push('disowned');
  if (passkeys.length === 1 && !hasStrong({ ...facts.factors, passkeys: [] })) risks.push('one-passkey-only');
  const noCodes = (account.backupCodes?.hashes.length ?? 0) === 0;
  if (noCodes && hasStrong(facts.factors) && backupCodesCouldHelp(policy, facts)) risks.push('no-backup-codes');
  return risks;
}

const WEAK: ReadonlySet<string> = new Set(['single', 'baseline']);
