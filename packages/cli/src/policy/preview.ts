import { isRefusal, refusalText } from '../app/refusal-text.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import {
  accountLines,
  type ChangeReport,
  changeSections,
  compared,
  numbersText,
  strandsTooMany,
} from './change-report.ts';
import { differences } from './differences.ts';
import type { AffectedAccount, Document, Governing, Impact } from './governing.ts';

/** The options of `sallyport policy preview`. */
export interface PreviewOptions {
  readonly file: string;
  readonly tenant: string;
  /** Lists every affected account by its identifier. */
  readonly names: boolean;
  readonly maxStranded?: number | undefined;
  readonly json: boolean;
}

/**
 * The output of `sallyport policy preview --json`. Later releases may add members. Existing members keep the same meaning in `version` 1. `accounts.accounts` has
 * every affected account with `--names`, and no account without it.
 */
export interface PolicyPreviewReport extends ChangeReport {
  /** The version of this format. */
  readonly version: 1;
  /** The version in force, which the policy is compared with. */
  readonly policyVersion: number;
  /** Present if `sallyport policy set` would refuse the policy: the reason, in words. */
  readonly because?: string;
}

export async function preview(auth: Governing, options: PreviewOptions, io: Io): Promise<ExitCode> {
  const { file, tenant, names, maxStranded, json } = options;
  const policy = await requirePolicy(file, io);
  if (policy === undefined) return 1;
  const document = { ...policy.document };
  const current = await auth.policy.current(tenant);
  const { rules, accounts } = await compared(auth, tenant, current, { file, document });
  const because = isRefusal(accounts) ? `${refusalText(accounts)}.` : strandsTooMany(accounts, maxStranded);
  const counted = isRefusal(accounts) ? undefined : accounts;
  const report: PolicyPreviewReport = {
    version: 1,
    policyVersion: current.version,
    changes: differences(current.policy, document),
    ...rules,
    because,
    ...(counted === undefined ? {} : { accounts: { ...counted, accounts: [] } }),
  };
  const listed = counted !== undefined && names ? affected(auth, tenant, document, counted) : [];
  await (json ? printJson(report, listed, io) : printText(report, listed, io));
  if (!json && !names && (counted?.accounts.length ?? 0) > 0) io.out('With --names, preview lists these accounts.');
  if (because === undefined) return 0;
  io.err(`refused: ${because}`);
  return 1;
}

type Listed = AsyncIterable<AffectedAccount> | Iterable<AffectedAccount>;

async function* affected(
  { policy }: Governing,
  tenant: string,
  document: Document,
  first: Impact,
): AsyncGenerator<AffectedAccount> {
  let page = first;
  for (;;) {
    yield* page.accounts;
    if (page.next === undefined) return;
    const next: Awaited<ReturnType<typeof policy.preview>> = await policy.preview(tenant, document, {
      cursor: page.next,
    });
    if (isRefusal(next)) throw new CliError('unreadable', refusalText(next));
    page = next;
  }
}

async function printText(report: PolicyPreviewReport, listed: Listed, io: Io): Promise<void> {
  const sections = changeSections(report, io.colours, (impact, title) => [title, numbersText(impact)].join('\n'));
  io.out(
    report.changes.length === 0
      ? ['The policy in force is the same.', ...sections].join('\n\n')
      : sections.join('\n\n'),
  );
  const linesOf = accountLines();
  for await (const account of listed) io.out(linesOf(account).join('\n'));
}

async function printJson(report: PolicyPreviewReport, listed: Listed, io: Io): Promise<void> {
  const accounts: AffectedAccount[] = [];
  for await (const account of listed) accounts.push(account);
  const { accounts: impact } = report;
  const { next: _, ...counts } = impact ?? {};
  io.out(jsonText(impact === undefined ? report : { ...report, accounts: { ...counts, accounts } }, 2));
}
