import { paint, severityPaint } from '../terminal/paint.ts';
import { counted, plain, wrap } from '../terminal/wrap.ts';
import type { CheckFinding, CheckReport } from './report.ts';

export function checkText(report: CheckReport, colours: boolean): string {
  const { bold, green, yellow, red } = paint(colours);
  const { file, status, findings, world } = report;
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
  return [...findings.map((finding) => `${findingText(finding, colours)}\n`), verdict, ...extent].join('\n');
}

export function findingText({ code, severity, path, message, example, chain }: CheckFinding, colours: boolean): string {
  const { bold } = paint(colours);
  const word = severityPaint(paint(colours), severity)(severity === 'info' ? 'note' : severity);
  const lines = [[word, code, path === undefined ? '' : bold(plain(path))].filter((part) => part !== '').join('  ')];
  lines.push(wrap(message, '  '));
  if (example !== undefined) lines.push(wrap(`For example: ${example.text}.`, '  '));
  if (chain !== undefined) lines.push(wrap(`For example: ${chain.text}.`, '  '));
  return lines.join('\n');
}

function verdictText({ status, counts: { errors, warnings, notes } }: CheckReport): string {
  const noted = notes === 0 ? '' : `, ${counted(notes, 'note')}`;
  return status === 'clean' ? `clean${noted}` : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}${noted}`;
}
