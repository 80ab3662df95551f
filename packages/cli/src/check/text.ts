import type { AcknowledgedInput } from '@sallyport/core';
import { paint, severityPaint } from '../terminal/paint.ts';
import { counted, plain, wrap } from '../terminal/wrap.ts';
import type { AcceptedFinding, CheckFinding, CheckReport } from './report.ts';

export function checkText(report: CheckReport, colours: boolean): string {
  const { bold, green, yellow, red } = paint(colours);
  const { file, status, findings, accepted = [], unneeded = [], world } = report;
  const colour = { clean: green, warnings: yellow, errors: red, invalid: red }[status];
  const verdict = `${bold(`${file}:`)} ${colour(verdictText(report))}`;
  const extent =
    world === undefined
      ? []
      : [
          wrap(
            `Gone through: ${counted(world.roles, 'role')}, ${counted(world.rules, 'rule')} that they add up to, ${counted(world.factorSets, 'kind')} of account, ${counted(world.decisions, 'decision')}.`,
          ),
        ];
  const apart = [...accepted.map(acceptedText), ...unneeded.map(unneededText)];
  return [
    ...findings.map((finding) => `${findingText(finding, colours)}\n`),
    ...(apart.length === 0 ? [] : [...apart, '']),
    verdict,
    ...extent,
  ].join('\n');
}

function acceptedText({ code, path, roles, reason, until }: AcceptedFinding): string {
  const what = [code, path ?? (roles === undefined ? '' : rolesText(roles))].filter((part) => part !== '').join(' ');
  return wrap(`accepted until ${until}: ${what}: ${reason}`, '  ', '');
}

function unneededText({ code, role, until }: AcknowledgedInput): string {
  const what = role === undefined ? code : `${code} of the role '${role}'`;
  return wrap(
    `no longer needed: there is no finding ${what}. Take the entry until ${until} out of 'acknowledged'.`,
    '  ',
    '',
  );
}

function rolesText(roles: NonNullable<CheckFinding['roles']>): string {
  return `(${roles.map((set) => (set.length === 0 ? 'no role' : set.join(' + '))).join(', ')})`;
}

export function findingText(
  { code, severity, path, message, example, chain, acceptedUntil }: CheckFinding,
  colours: boolean,
): string {
  const { bold } = paint(colours);
  const word = severityPaint(paint(colours), severity)(severity === 'info' ? 'note' : severity);
  const lines = [[word, code, path === undefined ? '' : bold(plain(path))].filter((part) => part !== '').join('  ')];
  lines.push(wrap(message, '  '));
  if (example !== undefined) lines.push(wrap(`For example: ${example.text}.`, '  '));
  if (chain !== undefined) lines.push(wrap(`For example: ${chain.text}.`, '  '));
  if (acceptedUntil !== undefined) lines.push(wrap(`The policy accepted this until ${acceptedUntil}.`, '  '));
  return lines.join('\n');
}

function verdictText({ status, counts: { errors, warnings, notes }, accepted = [] }: CheckReport): string {
  const noted = `${notes === 0 ? '' : `, ${counted(notes, 'note')}`}${accepted.length === 0 ? '' : `, ${accepted.length} accepted`}`;
  return status === 'clean' ? `clean${noted}` : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}${noted}`;
}
