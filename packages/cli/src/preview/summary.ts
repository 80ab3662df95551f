import { placeOfRule } from '@sallyport/assurance';
import type { CheckFinding } from '../check/report.ts';
import { evidenceText, factorsTexts, rolesTexts } from '../matrix/rows-text.ts';
import { answerText } from '../terminal/answer-text.ts';
import { markdownTable, markdownText } from '../terminal/table.ts';
import { counted } from '../terminal/wrap.ts';
import { administratorsText } from './administrators-text.ts';
import { datesText } from './dates-text.ts';
import type { AccountsReport, PreviewReport, ThreatsChange } from './report.ts';
import { valueText } from './rules-text.ts';
import { FOLLOWS, limitsTexts, openSessionsText } from './sessions-text.ts';
import { accountsOfKind, lessAfter, lessTexts, undecidedTexts } from './threats-text.ts';
import { unknownRolesText } from './unknown-roles-text.ts';
import { vaultsText } from './vaults-text.ts';

/** A comment on a pull request has a maximum length. */
const MOST = 40;

export function previewSummary(report: PreviewReport): string {
  const { from, openSessions, decisions, findings, threats, accounts, refused } = report;
  const sections = [
    '## What this change of the policy means',
    ...(refused === undefined ? [] : [`**Refused:** ${markdownText(refused)}`]),
    ...rulesSection(report),
    ...(openSessions === undefined ? [] : ['### Open sessions', markdownText(openSessionsText(openSessions))]),
    ...(accounts === undefined ? [] : accountsSection(report, accounts)),
    ...findingsSection(from === undefined ? 'Findings' : 'Findings that come', findings.come),
    ...findingsSection('Findings that go', findings.gone),
    ...(threats === undefined ? [] : threatsSection(threats, openSessions)),
    ...(from === undefined ? [] : decisionsSection(decisions)),
  ];
  return sections.join('\n\n');
}

function rulesSection({ rules, sessionLimits }: PreviewReport): string[] {
  const rows = [
    ...rules.map((rule) => [
      placeOfRule(rule),
      valueText(rule.before),
      valueText(rule.after),
      rule.weaker ? 'weaker' : '',
    ]),
    ...sessionLimits.map(limitsTexts).map(({ place, before, after }) => [place, before, after, FOLLOWS]),
  ];
  if (rows.length === 0) return [];
  return [
    '### Rules that change',
    markdownTable(['rule', 'before', 'after', ''], rows.slice(0, MOST)),
    ...more(rows.length),
  ];
}

function accountsSection(report: PreviewReport, accounts: AccountsReport): string[] {
  const { unaffected, mustEnroll, stranded, worse, groups, badRows } = accounts;
  const than = (count: number | undefined): string[] => (worse === undefined ? [] : [String(count ?? '')]);
  return [
    '### Accounts',
    markdownTable(
      ['', 'accounts', ...(worse === undefined ? [] : ['worse off than now'])],
      [
        ['unaffected', String(unaffected), ...than(undefined)],
        ['must enroll', String(mustEnroll), ...than(worse?.mustEnroll)],
        ['stranded', String(stranded), ...than(worse?.stranded)],
      ],
    ),
    ...datesText(accounts.dates),
    administratorsText(report, accounts),
    ...unknownRolesText(accounts),
    ...vaultsText(accounts.vaults),
    ...(groups.length === 0
      ? []
      : [
          markdownTable(
            ['accounts', 'impact', 'now', 'why'],
            groups
              .slice(0, MOST)
              .map(({ count, impact, before, reasons }) => [String(count), impact, before ?? '', reasons.join(' ')]),
          ),
        ]),
    ...more(groups.length),
    ...(badRows.count === 0 ? [] : [`**${counted(badRows.count, 'line')} of the accounts could not be read.**`]),
  ];
}

function findingsSection(title: string, findings: readonly CheckFinding[]): string[] {
  if (findings.length === 0) return [];
  const items = findings.slice(0, MOST).map(({ code, severity, path, message, example }) => {
    const place = path === undefined ? '' : ` at ${markdownText(path)}`;
    const shown = example === undefined ? '' : `\n  For example: ${markdownText(example.text)}.`;
    return `- **${severity === 'info' ? 'note' : severity}** ${code}${place}: ${markdownText(message)}${shown}`;
  });
  return [`### ${title}`, items.join('\n'), ...more(findings.length)];
}

function threatsSection(threats: ThreatsChange, openSessions: PreviewReport['openSessions']): string[] {
  const { more: cells } = threats;
  const less = lessTexts(threats, openSessions);
  const undecided = undecidedTexts(threats);
  if (cells.length === 0 && less === undefined && undecided.length === 0) return [];
  const rows = cells
    .slice(0, MOST)
    .map((cell) => [cell.thief, cell.reach, cell.before, cell.after, cell.chain || 'at once', accountsOfKind(cell)]);
  const lessRows = less?.cells.map((cell) => [
    cell.thief,
    cell.reach,
    cell.before,
    lessAfter(cell),
    accountsOfKind(cell),
  ]);
  return [
    '### What thieves reach',
    ...(cells.length === 0 ? [] : [markdownTable(['thief', 'account', 'before', 'after', 'by', ''], rows)]),
    ...more(cells.length),
    ...(less === undefined ? [] : [less.title]),
    ...(lessRows === undefined ? [] : [markdownTable(['thief', 'account', 'before', 'after', ''], lessRows)]),
    ...(less?.rest ?? []),
    ...undecided,
  ];
}

function decisionsSection(decisions: PreviewReport['decisions']): string[] {
  if (decisions.length === 0) return ['### Decisions that change', 'None.'];
  const rows = decisions
    .slice(0, MOST)
    .map(({ roles, factors, evidence, before, after }) => [
      rolesTexts(roles).join(', '),
      factorsTexts(factors).join(', '),
      evidenceText(evidence),
      answerText(before),
      answerText(after),
    ]);
  return [
    '### Decisions that change',
    markdownTable(['roles', 'has', 'proved', 'before', 'after'], rows),
    ...more(decisions.length),
  ];
}

function more(count: number): string[] {
  return count > MOST ? [`And ${count - MOST} more.`] : [];
}
