import { analyseThreats, threatMarkdown, threatTable } from '@sallyport/core/analysis';
import { readHost } from '../check/read-host.ts';
import { countsOf } from '../check/report.ts';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, notBoth, parse } from '../terminal/arguments.ts';
import type { ThreatsReport } from './report.ts';
import { threatsText } from './text.ts';
import { threatFindings } from './threat-findings.ts';

const OPTIONS = {
  pairs: { type: 'boolean' },
  chains: { type: 'boolean' },
  host: { type: 'string' },
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport threats FILE [options]

Tells what a thief reaches under a policy: for each thing that can be stolen
and each kind of account, the sessions, the factors, the administration and the
vault that it leads to. The findings come last.

  --pairs            also two thieves together, where they reach more than each
                     of them alone
  --chains           with the shortest chain of acts to everything reached
  --host FILE        what the host brings, as JSON: {"methods":["password",
                     "sso"],"providers":{"corp":{"gives":["admin"],"dates":
                     true}},"directory":{"name":"office","gives":[]},
                     "codes":["sms-code"],"vault":true}
  --markdown         one Markdown table, made to be kept and compared
  --json             as JSON (ThreatsReport in @sallyport/cli)

Exits with 0, 1 where a finding is an error or the policy is none, 2 where a
file cannot be read.`;

export const threats: Command = {
  name: 'threats',
  summary: 'what a thief reaches under a policy, and by which chain of acts',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'threats FILE [options]');
    notBoth(values, 'json', 'markdown');
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const policy = await requirePolicy(file, io, host?.methods);
    if (policy === undefined) return 1;
    const { cells, findings, undecided } = analyseThreats(policy, {
      pairs: values.pairs === true,
      ...(host === undefined ? {} : { host: host.threats }),
    });
    const found = threatFindings(findings);
    const report: ThreatsReport = { version: 1, file, cells, findings: found, undecided: undecided.length };
    if (values.json === true) io.out(JSON.stringify(report, null, 2));
    else if (values.markdown === true) io.out(threatMarkdown(threatTable(cells)).trimEnd());
    else io.out(threatsText(report, { chains: values.chains === true, colours: io.colours }));
    return countsOf(found).errors > 0 ? 1 : 0;
  },
};
