import { readHost } from '../check/read-host.ts';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, notBoth, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import type { PreviewReport } from './report.ts';
import { type Named, reportOn } from './report-on.ts';
import { previewSummary } from './summary.ts';
import { previewText } from './text.ts';

const OPTIONS = {
  accounts: { type: 'string' },
  host: { type: 'string' },
  summary: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport preview [OLD] NEW [options]

Tells what a change of the policy means before it is made: the decisions that
change, the findings that come and go, what a thief reaches more than before
and, of accounts, who passes, who has to set something up, who would be
stranded, and why.

  --accounts FILE    NDJSON, one account a line, however many:
                     {"id":"7","roles":["admin"],"factors":{"password":
                     "independent","mailDomain":"example.org","totp":true}}
                     with methods, requiredStrength, emergency, blocked and
                     vouched where they apply, and for an account with a vault
                     its ways: "vault":["passkey","secret","emergency"]
  --host FILE        what the host brings, as for 'sallyport threats'
  --summary          as Markdown, for a comment of a pull request
  --json             as JSON (PreviewReport in @sallyport/cli)

Exits with 0, 1 where the change strands the last administrator or a policy is
none, 2 where a file, or a line of the accounts, cannot be read.`;

const USAGE = 'preview [OLD] NEW [options]';

export const preview: Command = {
  name: 'preview',
  summary: 'what a change of a policy means, and for whom',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const names = files(positionals, 1, 2, USAGE);
    notBoth(values, 'json', 'summary');
    if (names.length === 1 && values.accounts === undefined)
      throw new CliError('usage', `with one policy, --accounts is needed: sallyport ${USAGE}`);
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const policies: Named[] = [];
    for (const file of names) {
      const policy = await requirePolicy(file, io, host?.methods);
      if (policy !== undefined) policies.push({ file, policy });
    }
    const to = policies.at(-1);
    if (to === undefined || policies.length < names.length) return 1;
    const report = await reportOn(policies.length > 1 ? policies[0] : undefined, to, values.accounts, host?.threats);
    if (values.json === true) io.out(JSON.stringify(report, null, 2));
    else io.out(values.summary === true ? previewSummary(report) : previewText(report, io.colours));
    return verdict(report, io);
  },
};

function verdict({ accounts, refused }: PreviewReport, io: Io): ExitCode {
  const bad = accounts?.badRows.count ?? 0;
  if (bad > 0) io.err(`${accounts?.file}: ${bad} ${bad === 1 ? 'line is' : 'lines are'} no account and left out`);
  if (refused === undefined) return bad > 0 ? 2 : 0;
  io.err(`refused: ${refused}`);
  return 1;
}
