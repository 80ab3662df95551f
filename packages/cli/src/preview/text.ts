import { placeOfRule } from '@sallyport/assurance';
import type { CheckFinding } from '../check/report.ts';
import { findingText } from '../check/text.ts';
import { byRoles, evidenceText, factorsTexts } from '../matrix/rows-text.ts';
import { answerText } from '../terminal/answer-text.ts';
import { paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { bullet, counted, wrap } from '../terminal/wrap.ts';
import { administratorsText } from './administrators-text.ts';
import type { AffectedGroup } from './affected-groups.ts';
import { datesText } from './dates-text.ts';
import type { AccountsReport, BetterCell, PreviewReport, WorseCell } from './report.ts';
import { valueText } from './rules-text.ts';
import { FOLLOWS, limitsTexts, openSessionsText } from './sessions-text.ts';
import { accountsOfKind, lessAfter, lessTexts, undecidedTexts } from './threats-text.ts';
import { unknownRolesText } from './unknown-roles-text.ts';
import { vaultsText } from './vaults-text.ts';

export function previewText(report: PreviewReport, colours: boolean): string {
  const { bold, green, red } = paint(colours);
  const { from, to, rules, openSessions, decisions, findings, threats, accounts, refused } = report;
  const sections = [
    bold(from === undefined ? to : `${from} -> ${to}`),
    ...(rules.length === 0 ? [] : [`${bold('Rules that change')}\n\n${rulesText(report, colours)}`]),
    ...(openSessions === undefined ? [] : [`${bold('Open sessions')}\n\n${wrap(openSessionsText(openSessions))}`]),
    ...(from === undefined ? [] : [`${bold('Decisions that change')}\n\n${decisionsText(report)}`]),
    ...listOf(bold(from === undefined ? 'Findings' : 'Findings that come'), findings.come, colours),
    ...listOf(bold('Findings that go'), findings.gone, colours),
    ...threatsText(report, colours),
    ...(accounts === undefined ? [] : [accountsText(report, accounts, colours)]),
    refused !== undefined
      ? red(wrap(`Refused: ${refused}`))
      : from !== undefined &&
          rules.length +
            decisions.length +
            findings.come.length +
            findings.gone.length +
            (threats?.more.length ?? 0) ===
            0
        ? green('Nothing changes.')
        : '',
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function rulesText({ rules, sessionLimits }: PreviewReport, colours: boolean): string {
  return [...rules.map((rule) => ruleText(rule, colours)), ...sessionLimits.map(limitsText)].join('\n');
}

export function ruleText(rule: PreviewReport['rules'][number], colours: boolean): string {
  const { red } = paint(colours);
  const text = bullet(
    `${placeOfRule(rule)}: ${valueText(rule.before)} → ${valueText(rule.after)}${rule.weaker ? ' (weaker)' : ''}`,
  );
  return rule.weaker ? red(text) : text;
}

export function limitsText(limits: PreviewReport['sessionLimits'][number]): string {
  const { place, before, after } = limitsTexts(limits);
  return bullet(`${place}: ${before} → ${after} (${FOLLOWS})`);
}

function decisionsText({ decisions }: PreviewReport): string {
  if (decisions.length === 0) return 'None.';
  return [...byRoles(decisions)]
    .map(([roles, rows]) => {
      const lines = rows.map(({ factors, evidence, before, after }) => [
        factorsTexts(factors),
        evidenceText(evidence),
        answerText(before),
        answerText(after),
      ]);
      return `${wrap(`Roles: ${roles}`)}\n\n${table(['Has', 'Proved', 'Before', 'After'], lines)}`;
    })
    .join('\n\n');
}

function listOf(title: string, findings: readonly CheckFinding[], colours: boolean): string[] {
  return findings.length === 0
    ? []
    : [[title, ...findings.map((finding) => findingText(finding, colours))].join('\n\n')];
}

/** The JSON has all cells. */
const MOST_CELLS = 20;

function threatsText({ threats, openSessions }: PreviewReport, colours: boolean): string[] {
  if (threats === undefined) return [];
  const { bold } = paint(colours);
  const { more } = threats;
  const cells = more.slice(0, MOST_CELLS).map((cell) => {
    const { before, after, chain } = cell;
    return [wrap(`${cellTitle(cell)}: ${before} → ${after}`), bullet(chain === '' ? 'at once' : chain)].join('\n');
  });
  const rest = more.length > MOST_CELLS ? [`And ${more.length - MOST_CELLS} more.`] : [];
  const undecided = undecidedTexts(threats).map((line) => wrap(line));
  const sections = [...cells, ...rest, ...lessText(threats, openSessions), ...undecided];
  return sections.length === 0 ? [] : [[bold('What thieves reach'), ...sections].join('\n\n')];
}

function lessText(...asked: Parameters<typeof lessTexts>): string[] {
  const less = lessTexts(...asked);
  if (less === undefined) return [];
  const cells = less.cells.map((cell) => bullet(`${cellTitle(cell)}: ${cell.before} → ${lessAfter(cell)}`));
  return [wrap(less.title), cells.join('\n'), ...less.rest];
}

/** `mailbox × password, mail (2 accounts)` */
function cellTitle(cell: WorseCell | BetterCell): string {
  const accounts = accountsOfKind(cell);
  return `${cell.thief} × ${cell.reach}${accounts === '' ? '' : ` (${accounts})`}`;
}

function accountsText(report: PreviewReport, accounts: AccountsReport, colours: boolean): string {
  const { bold, yellow } = paint(colours);
  const { unaffected, mustEnroll, stranded, worse, groups, badRows } = accounts;
  const counts = table(
    ['Accounts', 'Now so', ...(worse === undefined ? [] : ['Of these worse off'])],
    [
      ['unaffected', String(unaffected), ...(worse === undefined ? [] : [''])],
      ['must enroll', String(mustEnroll), ...(worse === undefined ? [] : [String(worse.mustEnroll)])],
      ['stranded', String(stranded), ...(worse === undefined ? [] : [String(worse.stranded)])],
    ],
  );
  const who = wrap(administratorsText(report, accounts));
  const bad =
    badRows.count === 0
      ? []
      : [
          [
            yellow(`${counted(badRows.count, 'line')} of ${accounts.file} left out:`),
            ...badRows.first.map(({ line, message }) => bullet(`line ${line}: ${message}`)),
            ...(badRows.count > badRows.first.length ? [`  - and ${badRows.count - badRows.first.length} more`] : []),
          ].join('\n'),
        ];
  const dates = datesText(accounts.dates).map((line) => wrap(line));
  const vaults = vaultsText(accounts.vaults).map((line) => wrap(line));
  const unknown = unknownRolesText(accounts).map((line) => yellow(wrap(line)));
  return [bold('Accounts'), counts, ...dates, who, ...unknown, ...vaults, ...groups.map(groupText), ...bad].join(
    '\n\n',
  );
}

function groupText({ impact, before, count, reasons, examples }: AffectedGroup): string {
  const verb = impact === 'must-enroll' ? 'must enroll' : count === 1 ? 'is stranded' : 'are stranded';
  const now = before === undefined ? '' : before === impact ? ', as now' : ` (now: ${before})`;
  const some = `${examples.join(', ')}${count > examples.length ? ', …' : ''}`;
  return [wrap(`${counted(count, 'account')} ${verb}${now}: ${some}`), ...reasons.map((reason) => bullet(reason))].join(
    '\n',
  );
}
