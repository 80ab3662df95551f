import { placeOfRule } from '@sallyport/assurance';
import { readHost } from '../check/read-host.ts';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, notBoth, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { onDate } from '../terminal/on-date.ts';
import { counted, listed } from '../terminal/wrap.ts';
import { fromText } from './dates-text.ts';
import type { PreviewReport } from './report.ts';
import { type Named, reportOn } from './report-on.ts';
import { previewSummary } from './summary.ts';
import { previewText } from './text.ts';

const OPTIONS = {
  accounts: { type: 'string' },
  on: { type: 'string' },
  host: { type: 'string' },
  'max-stranded': { type: 'string' },
  'refuse-weaker': { type: 'boolean' },
  summary: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport preview [OLD] NEW [options]

Reports the effect of a change of the policy before the change is made: changed
rules, the weaker ones marked, session limits that follow from a strength, what
becomes of open sessions, changed decisions, new and resolved findings, and new
and lost goals of thieves. With --accounts, also the number of accounts that
sign in as before, that have to set up a factor and that would be stranded, with
the reasons.

  --accounts FILE    NDJSON, an account per line, any number of lines, such as
                     the output of 'sallyport accounts --facts':
                     {"id":"7","roles":["admin"],"factors":{"password":
                     "independent","mailDomain":"example.org","totp":true}}
                     with methods, requiredStrength, emergency, blocked and
                     vouched where they apply, and for an account with a vault
                     its ways: "vault":["passkey","secret","emergency"];
                     "rolesUnknown":true if the app gives the roles and has
                     never given the roles of this account
  --on DATE          both policies with the rules that have begun by then, such
                     as 2026-12-15. Without: by now. The numbers of accounts say
                     in any case what becomes of them on each later date
  --host FILE        the host's methods, as for 'sallyport threats'
  --max-stranded N   refuses a change that strands over N accounts: accounts
                     that sign in or can set up a factor under OLD, or without
                     OLD all stranded accounts, now or from any later date on
  --refuse-weaker    refuses a change with a rule that demands less than before;
                     a reviewed loosening runs without this option
  --summary          as Markdown, for a comment on a pull request
  --json             as JSON (PreviewReport in @sallyport/cli)

Exit code 0: no objection. 1: the change strands the last administrator, or
more accounts than --max-stranded, or a rule is weaker and --refuse-weaker is
given, or a policy is invalid. 2: a file, or a line
of the accounts, cannot be read.`;

const USAGE = 'preview [OLD] NEW [options]';

export const preview: Command = {
  name: 'preview',
  summary: 'the effect of a change of a policy, and the affected accounts',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const names = files(positionals, 1, 2, USAGE);
    notBoth(values, 'json', 'summary');
    if (names.length === 1 && values.accounts === undefined)
      throw new CliError('usage', `with one policy, --accounts is needed: sallyport ${USAGE}`);
    if (names.length === 1 && values['refuse-weaker'] === true)
      throw new CliError('usage', `'--refuse-weaker' compares with the old policy: sallyport ${USAGE}`);
    const most = mostStranded(values['max-stranded'], values.accounts);
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const policies: Named[] = [];
    for (const file of names) {
      const policy = await requirePolicy(file, io, host?.methods, onDate(values.on));
      if (policy !== undefined) policies.push({ file, policy });
    }
    const to = policies.at(-1);
    if (to === undefined || policies.length < names.length) return 1;
    const from = policies.length > 1 ? policies[0] : undefined;
    const made = refusingStranded(await reportOn(from, to, values.accounts, host?.threats), most);
    const report = values['refuse-weaker'] === true ? refusingWeaker(made) : made;
    if (values.json === true) io.out(jsonText(report, 2));
    else io.out(values.summary === true ? previewSummary(report) : previewText(report, io.colours));
    return verdict(report, io, values.json === true || values.summary === true);
  },
};

function mostStranded(written: string | undefined, accounts: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!/^\d{1,9}$/.test(written))
    throw new CliError('usage', `'--max-stranded' is a number of accounts from 0 on, and not '${written}'`);
  if (accounts === undefined) throw new CliError('usage', "'--max-stranded' counts the accounts of '--accounts FILE'");
  return Number(written);
}

/** A refusal because of the administrators stays. */
function refusingStranded(report: PreviewReport, most: number | undefined): PreviewReport {
  const { accounts, refused } = report;
  if (accounts === undefined || most === undefined || refused !== undefined) return report;
  const { count, from } = accounts.mostStranded;
  if (count <= most) return report;
  return {
    ...report,
    refused: `it strands ${counted(count, 'account')}${fromText(from)}, and --max-stranded allows ${most}.`,
  };
}

/** A refusal for another reason stays. */
function refusingWeaker(report: PreviewReport): PreviewReport {
  const weaker = report.rules.filter((rule) => rule.weaker);
  if (weaker.length === 0 || report.refused !== undefined) return report;
  return {
    ...report,
    refused: `it weakens ${listed(weaker.map(placeOfRule), 'and')}, and --refuse-weaker allows no weaker rule.`,
  };
}

/** JSON and a summary usually go to a file, so the refusal is also on stderr. */
function verdict({ accounts, refused }: PreviewReport, io: Io, isForFile: boolean): ExitCode {
  const bad = accounts?.badRows.count ?? 0;
  if (bad > 0) io.err(`${accounts?.file}: ${bad} ${bad === 1 ? 'line is' : 'lines are'} no account and left out`);
  if (refused === undefined) return bad > 0 ? 2 : 0;
  if (isForFile) io.err(`refused: ${refused}`);
  return 1;
}
