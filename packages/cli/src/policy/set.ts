import { isDeepStrictEqual } from 'node:util';
import { hostCode, type Policy } from '@sallyport/core';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { paint } from '../terminal/paint.ts';
import { bullet } from '../terminal/wrap.ts';
import {
  accountLines,
  type ChangeReport,
  changeSections,
  compared,
  numbersText,
  strandsTooMany,
} from './change-report.ts';
import { differences } from './differences.ts';
import { asJson, type Governing, type Impact, versionText } from './governing.ts';

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
export interface PolicySetReport extends ChangeReport {
  /** The version of this format. */
  readonly version: 1;
  /** `set`: the policy is in force. `same`: the policy was in force already, and nothing is written. */
  readonly outcome: 'set' | 'same' | 'refused';
  /** The version in force when the command ended, or the version that the refused change was compared with. */
  readonly policyVersion: number;
  /** For `refused`, in words. */
  readonly because?: string;
}

export async function set(auth: Governing, options: SetOptions, io: Io): Promise<ExitCode> {
  const { file, json } = options;
  const policy = await requirePolicy(file, io);
  if (policy === undefined) return 1;
  const report = await carriedOut(auth, options, policy);
  io.out(json ? jsonText(report, 2) : text(report, io.colours));
  if (report.outcome !== 'refused') return 0;
  io.err(`refused: ${report.because}`);
  return 1;
}

async function carriedOut(
  auth: Governing,
  { file, tenant, by, note, ifVersion, maxStranded }: SetOptions,
  { document: given }: Policy,
): Promise<PolicySetReport> {
  const { policy } = auth;
  const document = { ...given };
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
  const { rules, accounts } = await compared(auth, tenant, current, { file, document });
  if (isRefusal(accounts)) return refused(`${refusalText(accounts)}.`, rules);
  const shown = { ...rules, accounts };
  const tooMany = strandsTooMany(accounts, maxStranded);
  if (tooMany !== undefined) return refused(tooMany, shown);
  const written = await policy.set(tenant, document, {
    ifVersion: current.version,
    by: hostCode(by),
    note,
  });
  if (!isRefusal(written)) return { ...report, ...shown, outcome: 'set', policyVersion: written.version };
  return refused(await becauseOf(policy, tenant, written), shown);
}

async function becauseOf(policy: Governing['policy'], tenant: string, refusal: AppRefusal): Promise<string> {
  const because = `${refusalText(refusal)}.`;
  if (refusal.refused !== 'precondition-failed') return because;
  return `${because} In force is ${versionText(await policy.current(tenant))}. Run the command again.`;
}

/** The JSON has the first hundred. */
const MOST_ACCOUNTS = 10;

function text(report: PolicySetReport, colours: boolean): string {
  const { outcome, policyVersion } = report;
  const { green } = paint(colours);
  const sections = [
    ...changeSections(report, colours, accountsText),
    ...(outcome === 'set' ? [green(`Version ${policyVersion} is in force.`)] : []),
    ...(outcome === 'same' ? [`The policy is in force already, as version ${policyVersion}.`] : []),
  ];
  return sections.join('\n\n');
}

function accountsText(impact: Impact, title: string): string {
  const shown = impact.accounts.slice(0, MOST_ACCOUNTS);
  const more = impact.mustEnroll + impact.stranded - shown.length;
  return [
    title,
    numbersText(impact),
    ...shown.flatMap(accountLines()),
    ...(more > 0 ? [bullet(`and ${more} more`)] : []),
  ].join('\n');
}
