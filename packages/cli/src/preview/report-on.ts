import type { Policy } from '@sallyport/core';
import { previewPolicyChange } from '@sallyport/core/analysis';
import { listed } from '../terminal/wrap.ts';
import { affectedGroups } from './affected-groups.ts';
import { changedDecisions } from './changed-decisions.ts';
import { changedFindings } from './changed-findings.ts';
import { type BadRow, readAccounts } from './read-accounts.ts';
import type { AccountsReport, PreviewReport } from './report.ts';

/** A policy, and the file it is from. */
export interface Named {
  readonly file: string;
  readonly policy: Policy;
}

const MOST_BAD_ROWS = 20;

/** What a change means. @throws CliError if the accounts cannot be read */
export async function reportOn(
  from: Named | undefined,
  to: Named,
  accountsFile: string | undefined,
): Promise<PreviewReport> {
  const { come, gone, locksAdministratorsOut } = changedFindings(from?.policy, to.policy);
  const counted = accountsFile === undefined ? undefined : await countedAccounts(from?.policy, to.policy, accountsFile);
  const refused = refusal(to.policy, locksAdministratorsOut, counted);
  return {
    version: 1,
    from: from?.file,
    to: to.file,
    decisions: from === undefined ? [] : changedDecisions(from.policy, to.policy),
    findings: { come, gone },
    policyAdministrators: to.policy.administrators.policy,
    accounts: counted?.report,
    refused,
  };
}

interface CountedAccounts {
  readonly report: AccountsReport;
  readonly strandsAdministrators: boolean;
}

async function countedAccounts(from: Policy | undefined, to: Policy, file: string): Promise<CountedAccounts> {
  const groups = affectedGroups();
  const first: BadRow[] = [];
  let count = 0;
  const onBadRow = (bad: BadRow): void => {
    count++;
    if (first.length < MOST_BAD_ROWS) first.push(bad);
  };
  const { strandsAdministrators, unaffected, mustEnroll, stranded, worse, administrators, vaults } =
    await previewPolicyChange({
      from,
      to,
      accounts: readAccounts(file, onBadRow),
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
    administrators,
    vaults,
    groups: groups.result(),
    badRows,
  };
  return { report, strandsAdministrators };
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
