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
  const accounts = accountsFile === undefined ? undefined : await accountsReport(from?.policy, to.policy, accountsFile);
  const refused = refusal(to.policy, locksAdministratorsOut, accounts);
  return {
    version: 1,
    from: from?.file,
    to: to.file,
    decisions: from === undefined ? [] : changedDecisions(from.policy, to.policy),
    findings: { come, gone },
    accounts,
    refused,
  };
}

async function accountsReport(from: Policy | undefined, to: Policy, file: string): Promise<AccountsReport> {
  const groups = affectedGroups();
  const first: BadRow[] = [];
  let count = 0;
  const onBadRow = (bad: BadRow): void => {
    count++;
    if (first.length < MOST_BAD_ROWS) first.push(bad);
  };
  const { unaffected, mustEnroll, stranded, worse, administrators, vaults } = await previewPolicyChange({
    from,
    to,
    accounts: readAccounts(file, onBadRow),
    onAffected: groups.add,
    limit: 0,
  });
  return {
    file,
    unaffected,
    mustEnroll,
    stranded,
    worse,
    administrators,
    vaults,
    groups: groups.result(),
    badRows: { count, first },
  };
}

function refusal(to: Policy, lockedOut: boolean, accounts: AccountsReport | undefined): string | undefined {
  const names = to.administrators.policy;
  const who = `a policy administrator (${names.length === 0 ? 'there is no such role' : listed(names, 'or')})`;
  if (lockedOut) return `whoever is ${who} could never sign in: nobody could take the policy back.`;
  if (accounts === undefined || accounts.administrators.viable > 0) return undefined;
  return accounts.administrators.stranded > 0
    ? `it strands the last administrator: nobody who is ${who} could sign in and prove enhanced, or set up what is missing.`
    : `none of the accounts is ${who}: nobody could take the policy back.`;
}
