import type { MatrixRow } from '@sallyport/core/analysis';
import { answerText } from '../terminal/answer-text.ts';
import { paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { byRoles, evidenceText, factorsTexts } from './rows-text.ts';

/** A truth table for a terminal: a table for each set of roles. */
export function matrixText(rows: readonly MatrixRow[], colours: boolean): string {
  const { bold } = paint(colours);
  return [...byRoles(rows)]
    .map(([roles, group]) => {
      const asked = [...new Set(group.flatMap((row) => row.asked.filter((each) => each.includes(': '))))];
      const lines = group.map((row) => [factorsTexts(row.factors), evidenceText(row.evidence), answerText(row)]);
      return [
        bold(wrap(`Roles: ${roles}`)),
        wrap(`Asked by ${asked.join(', ')}`),
        '',
        table(['Has', 'Proved', 'Answer'], lines),
      ].join('\n');
    })
    .join('\n\n');
}
