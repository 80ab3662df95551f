import { decisionMatrix, type MatrixRow } from '@sallyport/assurance';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { answerText } from '../terminal/answer-text.ts';
import { files, notBoth, parse } from '../terminal/arguments.ts';
import { inContexts } from '../terminal/in-contexts.ts';
import { jsonText } from '../terminal/json-text.ts';
import { paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { byRoles, evidenceText, factorsTexts } from './rows-text.ts';

/**
 * The output of `sallyport matrix --json`. Later releases may add members. Existing members keep the same meaning in
 * `version` 1.
 */
export interface MatrixReport {
  /** The version of this format. */
  readonly version: 1;
  /** The path of the policy, as given. */
  readonly file: string;
  /** The order of the rows does not depend on the order in the policy. */
  readonly rows: readonly MatrixRow[];
}

const OPTIONS = {
  contexts: { type: 'string', multiple: true },
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport matrix FILE [options]

Prints the truth table of a policy: roles, factors, proofs, the decision, and
the contributors of the requirements. The order of rows does not depend on the
order in the policy, so a diff of two tables shows the changed decisions.

  --contexts a,b     in these contexts of the policy. Without: outside of every
                     context
  --markdown         a Markdown table, made to be kept and compared
  --json             as JSON (MatrixReport in @sallyport/cli)

Exit code 0: printed. 1: an invalid policy. 2: the file cannot be read.`;

export const matrix: Command = {
  name: 'matrix',
  summary: 'the truth table of a policy',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'matrix FILE [options]');
    notBoth(values, 'json', 'markdown');
    const policy = await requirePolicy(file, io);
    if (policy === undefined) return 1;
    const truth = decisionMatrix(inContexts(policy, values.contexts));
    const report: MatrixReport = { version: 1, file, ...truth.toJSON() };
    if (values.json === true) io.out(jsonText(report, 2));
    else io.out(values.markdown === true ? truth.toMarkdown().trimEnd() : matrixText(truth.rows, io.colours));
    return 0;
  },
};

function matrixText(rows: readonly MatrixRow[], colours: boolean): string {
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
