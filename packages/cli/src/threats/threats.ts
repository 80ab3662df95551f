import { analyseThreats, threatMarkdown, threatTable } from '@sallyport/assurance';
import { readHost } from '../check/read-host.ts';
import { countsOf } from '../check/report.ts';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, notBoth, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import { inContexts } from '../terminal/in-contexts.ts';
import { jsonText } from '../terminal/json-text.ts';
import { threatsByPlace } from './places.ts';
import type { ThreatsReport } from './report.ts';
import { threatsText } from './text.ts';
import { threatFindings } from './threat-findings.ts';

const OPTIONS = {
  pairs: { type: 'boolean' },
  chains: { type: 'boolean' },
  contexts: { type: 'string', multiple: true },
  places: { type: 'boolean' },
  host: { type: 'string' },
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport threats FILE [options]

Prints the goals that a thief reaches under a policy. The table has a row for
every theft and every kind of account, with the sessions, factors,
administration and vault that the thief gains. The findings come last.

  --pairs            also pairs of thieves who together reach more than alone
  --chains           the shortest chain of acts to every goal
  --contexts a,b     in these contexts of the policy. Without: outside of every
                     context
  --places           what differs in each context, and in all together, from the
                     table outside of every context
  --host FILE        the host's methods as JSON: {"methods":["password",
                     "sso"],"providers":{"corp":{"gives":["admin"],"dates":
                     true}},"directory":{"name":"office","gives":[]},
                     "codes":["sms-code"],"vault":true}
  --markdown         a Markdown table, made to be kept and compared
  --json             as JSON (ThreatsReport in @sallyport/cli)

Exit code 0: no error. 1: a finding is an error, or the policy is invalid.
2: a file cannot be read.`;

export const threats: Command = {
  name: 'threats',
  summary: 'the goals of thieves under a policy, with the chains of acts',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'threats FILE [options]');
    notBoth(values, 'json', 'markdown');
    notBoth(values, 'places', 'markdown');
    if (values.places === true && values.contexts !== undefined)
      throw new CliError('usage', "'--places' or '--contexts', not both");
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const written = await requirePolicy(file, io, host?.methods);
    if (written === undefined) return 1;
    const policy = inContexts(written, values.contexts);
    const { cells, findings, undecided } = analyseThreats(policy, {
      pairs: values.pairs === true,
      ...(host === undefined ? {} : { host: host.threats }),
    });
    const places = values.places === true ? threatsByPlace(written, host?.threats) : undefined;
    const found = threatFindings(findings);
    const report: ThreatsReport = { version: 1, file, cells, findings: found, undecided: undecided.length, places };
    if (values.json === true) io.out(jsonText(report, 2));
    else if (values.markdown === true) io.out(threatMarkdown(threatTable(cells)).trimEnd());
    else io.out(threatsText(report, { chains: values.chains === true, colours: io.colours }));
    return countsOf(found).errors > 0 ? 1 : 0;
  },
};
