import { parsePolicy } from '@sallyport/core';
import type { AppRefusal } from '../app/refusal-text.ts';
import { findingText } from '../check/text.ts';
import { datesText, fromText } from '../preview/dates-text.ts';
import type { PreviewReport } from '../preview/report.ts';
import { reportOn } from '../preview/report-on.ts';
import { openSessionsText } from '../preview/sessions-text.ts';
import { limitsText, ruleText } from '../preview/text.ts';
import { namesText } from '../terminal/names-text.ts';
import { ofNow } from '../terminal/on-date.ts';
import { paint } from '../terminal/paint.ts';
import { bullet, counted, wrap } from '../terminal/wrap.ts';
import type { AffectedAccount, Document, Governing, Impact, Version } from './governing.ts';

/** What a policy would change, against the policy in force. */
export interface ChangeReport {
  /** What the change changes in the policy, in words. */
  readonly changes: readonly string[];
  /** The members of the policy that demand less than before. */
  readonly weaker?: PreviewReport['rules'];
  /** The session limits that follow from a changed required strength, and are no member of the policy. */
  readonly sessionLimits?: PreviewReport['sessionLimits'];
  /** What happens to open sessions. Absent if no sign-in is asked for more than before. */
  readonly openSessions?: PreviewReport['openSessions'];
  /** The findings that only the new policy has, and those that only the policy in force has. */
  readonly findings?: PreviewReport['findings'];
  /** The numbers of accounts, and affected accounts. */
  readonly accounts?: Impact;
}

type Rules = Pick<ChangeReport, 'weaker' | 'sessionLimits' | 'openSessions' | 'findings'>;

export async function compared(
  { policy }: Governing,
  tenant: string,
  current: Version,
  { file, document }: { readonly file: string; readonly document: Document },
): Promise<{ readonly rules: Rules; readonly accounts: Impact | AppRefusal }> {
  const { rules, sessionLimits, openSessions, findings } = await reportOn(
    { file: 'the policy in force', policy: ofNow(parsePolicy(current.policy)) },
    { file, policy: ofNow(parsePolicy(document)) },
    undefined,
  );
  const weaker = rules.filter((rule) => rule.weaker);
  return {
    rules: { weaker, sessionLimits, openSessions, findings },
    accounts: await policy.preview(tenant, document, { compare: true }),
  };
}

/** The reason of a refusal. */
export function strandsTooMany(impact: Impact, maxStranded: number | undefined): string | undefined {
  const { newlyStranded = 0, newlyStrandedFrom } = impact;
  if (maxStranded === undefined || newlyStranded <= maxStranded) return undefined;
  return `the change strands ${counted(newlyStranded, 'account')}${fromText(newlyStrandedFrom)}, and --max-stranded allows ${maxStranded}.`;
}

export function changeSections(
  { changes, weaker = [], sessionLimits = [], openSessions, findings, accounts }: ChangeReport,
  colours: boolean,
  accountsSection: (impact: Impact, title: string) => string,
): readonly string[] {
  const { bold } = paint(colours);
  const listed = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  return [
    ...listed(
      bold('Changes'),
      changes.map((change) => bullet(change)),
    ),
    ...listed(
      bold('Rules that demand less'),
      weaker.map((rule) => ruleText(rule, colours)),
    ),
    ...listed(bold('Session limits'), sessionLimits.map(limitsText)),
    ...listed(bold('Open sessions'), openSessions === undefined ? [] : [wrap(openSessionsText(openSessions))]),
    ...found(bold('Findings that come'), findings?.come, colours),
    ...found(bold('Findings that go'), findings?.gone, colours),
    ...(accounts === undefined ? [] : [accountsSection(accounts, bold('Accounts'))]),
  ];
}

function found(title: string, findings: PreviewReport['findings']['come'] = [], colours: boolean): string[] {
  return findings.length === 0 ? [] : [[title, ...findings.map((each) => findingText(each, colours))].join('\n\n')];
}

export function numbersText(impact: Impact): string {
  const { unaffected, mustEnroll, setUpChanges = 0, stranded, newlyStranded = 0, newlyStrandedFrom, dates } = impact;
  const other = setUpChanges > 0 ? ` (${setUpChanges} of these another factor than now)` : '';
  const because = newlyStrandedFrom === undefined ? ` (${newlyStranded} of these because of the change)` : '';
  const now = `${unaffected} sign in as before, ${mustEnroll} must set up a factor${other}, ${stranded} cannot sign in alone${because}.`;
  const most = `The change strands ${counted(newlyStranded, 'account')}${fromText(newlyStrandedFrom)}.`;
  const lines = [now, ...datesText(dates), ...(newlyStrandedFrom === undefined ? [] : [most])];
  return lines.map((line) => wrap(line)).join('\n');
}

/** Accounts in a row with the same reason stand under one sentence. */
export function accountLines(): (account: AffectedAccount) => readonly string[] {
  let said = '';
  return ({ impact, because, ...named }) => {
    const verb = impact === 'must-enroll' ? 'Must set up a factor' : 'Cannot sign in alone';
    const why = `${verb}: ${because.map(({ message }) => message).join(' ')}`;
    const sentence = why === said ? [] : [wrap(why)];
    said = why;
    return [...sentence, bullet(namesText(named))];
  };
}
