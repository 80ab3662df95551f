import {
  type AccountForPreview,
  betterThreatRows,
  changedRules,
  previewPolicyChange,
  previewThreats,
  type ThreatAccount,
  type ThreatChange,
  type ThreatHost,
  ThreatMemory,
  threatKinds,
  threatRows,
} from '@sallyport/assurance';
import type { AccountFacts, Policy } from '@sallyport/core';
import { findingsOf } from '../check/findings-of.ts';
import type { CheckFinding } from '../check/report.ts';
import { listed } from '../terminal/wrap.ts';
import { type BadRow, readAccounts } from './accounts-file.ts';
import { affectedGroups } from './affected-groups.ts';
import { changedDecisions } from './changed-decisions.ts';
import type { AccountsReport, PreviewReport, ThreatsChange } from './report.ts';
import { changedLimits, openSessions } from './sessions.ts';

export interface Named {
  readonly file: string;
  readonly policy: Policy;
}

const MOST_BAD_ROWS = 20;

export async function reportOn(
  from: Named | undefined,
  to: Named,
  accountsFile: string | undefined,
  host?: ThreatHost,
): Promise<PreviewReport> {
  const memory = new ThreatMemory();
  const change = from === undefined ? undefined : { from: from.policy, to: to.policy, host, memory };
  const kinds = change && threatKinds(change);
  const { come, gone, locksAdministratorsOut } = changedFindings(from?.policy, to.policy, memory, host);
  const counted =
    accountsFile === undefined ? undefined : await countedAccounts(from?.policy, to.policy, accountsFile, kinds?.count);
  const refused = refusal(to.policy, locksAdministratorsOut, counted);
  return {
    version: 1,
    from: from?.file,
    to: to.file,
    rules: from === undefined ? [] : changedRules(from.policy, to.policy),
    sessionLimits: from === undefined ? [] : changedLimits(from.policy, to.policy),
    openSessions: from && openSessions(from.policy, to.policy),
    decisions: from === undefined ? [] : changedDecisions(from.policy, to.policy),
    findings: { come, gone },
    threats:
      change &&
      threatsOf(
        isSame(change) ? NO_CHANGE : previewThreats(change),
        counted === undefined ? undefined : kinds?.countOf,
      ),
    policyAdministrators: to.policy.administrators.policy,
    accounts: counted?.report,
    refused,
  };
}

const NO_CHANGE: ThreatChange = { worse: [], better: [], undecided: 0 };

function isSame({ from, to }: { readonly from: Policy; readonly to: Policy }): boolean {
  return JSON.stringify(from.document) === JSON.stringify(to.document);
}

function threatsOf(
  { worse, better, undecided }: ThreatChange,
  countOf: ((account: ThreatAccount) => number) | undefined,
): ThreatsChange {
  const more = worse.flatMap((cell) =>
    threatRows({ worse: [cell] }).map((row) => ({ ...row, accounts: countOf?.(cell.account) })),
  );
  const lessCells = better.flatMap((cell) =>
    betterThreatRows({ better: [cell] }).map((row) => ({ ...row, accounts: countOf?.(cell.account) })),
  );
  return { more, less: better.length, lessCells, undecided };
}

interface CountedAccounts {
  readonly report: AccountsReport;
  readonly strandsAdministrators: boolean;
}

async function countedAccounts(
  from: Policy | undefined,
  to: Policy,
  file: string,
  onAccount: ((facts: AccountFacts) => void) | undefined,
): Promise<CountedAccounts> {
  const groups = affectedGroups();
  const first: BadRow[] = [];
  let count = 0;
  const onBadRow = (bad: BadRow): void => {
    count++;
    if (first.length < MOST_BAD_ROWS) first.push(bad);
  };
  const {
    strandsAdministrators,
    unaffected,
    mustEnroll,
    stranded,
    worse,
    mostStranded,
    administrators,
    dates,
    vaults,
    rolesUnknown,
  } = await previewPolicyChange({
    from,
    to,
    accounts: heard(readAccounts(file, onBadRow), onAccount),
    onAffected: groups.add,
    limit: 0,
  });
  const badRows = { count, first };
  const report = {
    file,
    unaffected,
    mustEnroll,
    stranded,
    worse,
    mostStranded,
    administrators,
    ...(dates !== undefined && { dates }),
    vaults,
    rolesUnknown,
    groups: groups.result(),
    badRows,
  };
  return { report, strandsAdministrators };
}

async function* heard(
  accounts: AsyncIterable<AccountForPreview>,
  onAccount: ((facts: AccountFacts) => void) | undefined,
): AsyncGenerator<AccountForPreview> {
  for await (const account of accounts) {
    onAccount?.(account.facts);
    yield account;
  }
}

function refusal(to: Policy, lockedOut: boolean, accounts: CountedAccounts | undefined): string | undefined {
  const names = to.administrators.policy;
  const who = `a policy administrator (${listed(names, 'or')})`;
  if (lockedOut)
    return names.length === 0
      ? 'nobody could ever sign in.'
      : `whoever is ${who} could never sign in: nobody could take the policy back.`;
  if (accounts?.strandsAdministrators !== true) return undefined;
  if (names.length === 0)
    return "it strands the last administrator: it names no policy administrators in 'administrators.policy', and the policy before names some who can administer.";
  return accounts.report.administrators.stranded > 0
    ? `it strands the last administrator: nobody who is ${who} could sign in and prove enhanced, or set up what is missing.`
    : `none of the accounts is ${who}: nobody could take the policy back.`;
}

/** Added and removed. */
interface ChangedFindings {
  readonly come: readonly CheckFinding[];
  readonly gone: readonly CheckFinding[];
  /** No possible account that may change the policy could sign in. */
  readonly locksAdministratorsOut: boolean;
}

function changedFindings(
  from: Policy | undefined,
  to: Policy,
  memory: ThreatMemory,
  host?: ThreatHost,
): ChangedFindings {
  const findings = (policy: Policy): readonly CheckFinding[] => findingsOf(policy, { host, memory }).findings;
  const after = findings(to);
  const before = from === undefined ? [] : isSame({ from, to }) ? after : findings(from);
  return {
    come: without(after, before),
    gone: without(before, after),
    locksAdministratorsOut: after.some(({ code }) => LOCKS_OUT.has(code)),
  };
}

const LOCKS_OUT: ReadonlySet<CheckFinding['code']> = new Set([
  'administrators-locked-out',
  'administrators-cannot-administer',
  'nobody-can-sign-in',
]);

/** The findings of which a case is not among the cases of the others. */
function without(findings: readonly CheckFinding[], others: readonly CheckFinding[]): CheckFinding[] {
  const known = new Set(others.flatMap(keysOf));
  return findings.filter((finding) => keysOf(finding).some((key) => !known.has(key)));
}

/** Findings with the same code, severity, path, roles and thief are equal, even if numbers in the message differ. */
function keysOf({ code, severity, path, roles, example, chain }: CheckFinding): readonly string[] {
  const sets = roles ?? [chain?.account.roles];
  return sets.map((set) => JSON.stringify([code, severity, path, example?.roles, chain?.thief, set, chain?.goal]));
}
