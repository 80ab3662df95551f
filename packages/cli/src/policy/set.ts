import { isDeepStrictEqual } from 'node:util';
import { parsePolicy } from '@sallyport/core';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import { findingText } from '../check/text.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import type { PreviewReport } from '../preview/report.ts';
import { reportOn } from '../preview/report-on.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { paint } from '../terminal/paint.ts';
import { bullet, counted, wrap } from '../terminal/wrap.ts';
import { differences } from './differences.ts';
import { type Governing, type Impact, versionText } from './governing.ts';

/** The options of `sallyport policy set`. */
export interface SetOptions {
  readonly file: string;
  readonly tenant: string;
  readonly by: string;
  readonly note?: string | undefined;
  /** Refuses if another version is in force. Absent: the version that the report compares with. */
  readonly ifVersion?: number | undefined;
  readonly maxStranded?: number | undefined;
  readonly json: boolean;
}

/**
 * The output of `sallyport policy set --json`. Later releases may add members. Existing members keep the same meaning in `version` 1.
 */
export interface PolicySetReport {
  /** The version of this format. */
  readonly version: 1;
  /** `set`: the policy is in force. `same`: the policy was in force already, and nothing is written. */
  readonly outcome: 'set' | 'same' | 'refused';
  /** The version in force when the command ended, or the version that the refused change was compared with. */
  readonly policyVersion: number;
  /** For `refused`, in words. */
  readonly because?: string;
  /** What the change changes in the policy, in words. */
  readonly changes: readonly string[];
  /** The findings that only the new policy has, and those that only the policy in force has. */
  readonly findings?: PreviewReport['findings'];
  /** The numbers of accounts, and the first affected accounts. */
  readonly accounts?: Impact;
}

/** Sets the policy of a file, after a report on the change. */
export async function set(auth: Governing, options: SetOptions, io: Io): Promise<ExitCode> {
  const { file, json } = options;
  const policy = await requirePolicy(file, io);
  if (policy === undefined) return 1;
  const report = await carriedOut(auth, options, { ...policy.document });
  io.out(json ? JSON.stringify(report, null, 2) : text(report, io.colours));
  if (report.outcome !== 'refused') return 0;
  io.err(`refused: ${report.because}`);
  return 1;
}

async function carriedOut(
  { policy }: Governing,
  { file, tenant, by, note, ifVersion, maxStranded }: SetOptions,
  document: Readonly<Record<string, unknown>>,
): Promise<PolicySetReport> {
  const current = await policy.current(tenant);
  const report = {
    version: 1,
    policyVersion: current.version,
    changes: differences(current.policy, document),
  } as const;
  const refused = (because: string, more: Partial<PolicySetReport> = {}): PolicySetReport => ({
    ...{ ...report, ...more },
    ...{ outcome: 'refused', because },
  });
  if (ifVersion !== undefined && ifVersion !== current.version)
    return refused(`${versionText(current)}, is in force, and not version ${ifVersion}.`);
  if (current.version > 0 && isDeepStrictEqual(asJson(current.policy), asJson(document)))
    return { ...report, outcome: 'same' };
  const { findings } = await reportOn(
    { file: 'the policy in force', policy: parsePolicy(current.policy) },
    { file, policy: parsePolicy(document) },
    undefined,
  );
  const accounts = await policy.preview(tenant, document, { compare: true });
  if (isRefusal(accounts)) return refused(`${refusalText(accounts)}.`, { findings });
  const shown = { findings, accounts };
  const { newlyStranded = 0 } = accounts;
  if (maxStranded !== undefined && newlyStranded > maxStranded)
    return refused(
      `the change strands ${counted(newlyStranded, 'account')}, and --max-stranded allows ${maxStranded}.`,
      shown,
    );
  const written = await policy.set(tenant, document, {
    ifVersion: current.version,
    by,
    ...(note === undefined ? {} : { note }),
  });
  if (!isRefusal(written)) return { ...report, ...shown, outcome: 'set', policyVersion: written.version };
  return refused(await becauseOf(policy, tenant, written), shown);
}

async function becauseOf(policy: Governing['policy'], tenant: string, refusal: AppRefusal): Promise<string> {
  const because = `${refusalText(refusal)}.`;
  if (refusal.refused !== 'precondition-failed') return because;
  return `${because} In force is ${versionText(await policy.current(tenant))}. Run the command again.`;
}

/** The document as a store returns it: without `undefined` members. */
function asJson(document: object): unknown {
  return JSON.parse(JSON.stringify(document));
}

/** The most affected accounts that the text lists. The JSON has the first hundred. */
const MOST_ACCOUNTS = 10;

function text({ outcome, policyVersion, changes, findings, accounts }: PolicySetReport, colours: boolean): string {
  const { bold, green } = paint(colours);
  const sections = [
    ...(changes.length === 0 ? [] : [[bold('Changes'), ...changes.map((change) => bullet(change))].join('\n')]),
    ...found(bold('Findings that come'), findings?.come, colours),
    ...found(bold('Findings that go'), findings?.gone, colours),
    ...(accounts === undefined ? [] : [accountsText(accounts, bold('Accounts'))]),
    ...(outcome === 'set' ? [green(`Version ${policyVersion} is in force.`)] : []),
    ...(outcome === 'same' ? [`The policy is in force already, as version ${policyVersion}.`] : []),
  ];
  return sections.join('\n\n');
}

function found(title: string, findings: PreviewReport['findings']['come'] = [], colours: boolean): string[] {
  return findings.length === 0 ? [] : [[title, ...findings.map((each) => findingText(each, colours))].join('\n\n')];
}

function accountsText(
  { unaffected, mustEnroll, stranded, newlyStranded = 0, accounts }: Impact,
  title: string,
): string {
  const numbers = `${unaffected} sign in as before, ${mustEnroll} must set up a factor, ${stranded} cannot sign in alone (${newlyStranded} of these because of the change).`;
  const first = accounts.slice(0, MOST_ACCOUNTS).map(({ identifier, impact, because }) => {
    const verb = impact === 'must-enroll' ? 'must set up a factor' : 'cannot sign in alone';
    return bullet(`${identifier} ${verb}: ${because.map(({ message }) => message).join(' ')}`);
  });
  const affected = mustEnroll + stranded;
  const more = affected > first.length ? [bullet(`and ${affected - first.length} more`)] : [];
  return [title, wrap(numbers), ...first, ...more].join('\n');
}
