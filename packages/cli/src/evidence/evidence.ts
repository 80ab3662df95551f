import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { files, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import { jsonText } from '../terminal/json-text.ts';
import { evidenceText } from './text.ts';
import { type Answer, type Witness, whoOn } from './who.ts';

const OPTIONS = {
  auth: { type: 'string' },
  without: { type: 'string' },
  on: { type: 'string' },
  tenant: { type: 'string', default: 'default' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport evidence who --without second-factor --on DAY --auth FILE [options]

Prints who could sign in without a second factor on a day in the past, and who
did, from what is stored: the events of set-ups and removals, the sign-ins, and
the versions of the policy. A second factor is a passkey, an authenticator app
or a delivered code that the account had set up at the end of the day. A code by
mail is none.

Nothing is guessed: the answer names the people of whom the log does not say,
and the day from which on the log has every event. A second factor at a provider
is not in the log. Names are those of today.

  --without WHAT     second-factor
  --on DAY           a day that is over, in UTC, such as 2026-03-03
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --tenant NAME      default: default
  --json             the report as JSON (EvidenceReport in @sallyport/cli)

Reads each account and the events of the log that are kept. Exit code 0: the log
answers for everybody. 1: not for everybody, or it begins after the day.
2: wrong usage, or a store that does not answer.`;

export const evidence: Command = {
  name: 'evidence',
  summary: 'who could sign in without a second factor on a day, and who did',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [question, ...rest] = positionals;
    if (question === undefined) throw new CliError('usage', 'evidence of what? sallyport evidence who');
    oneOf('question', question, ['who']);
    files(rest, 0, 0, 'evidence who --without second-factor --on DAY --auth FILE');
    if (values.without === undefined) throw new CliError('usage', 'without what? Give --without second-factor');
    oneOf('--without', values.without, ['second-factor']);
    const day = dayOf(values.on);
    const calls = { people: ['list', 'find'], policy: ['versions'], events: ['lines'] } as const;
    const answer = await withAuth<Witness, Answer>(values.auth, calls, (auth) => whoOn(auth, values.tenant, day));
    if (answer.outcome === 'not-over') throw new CliError('usage', `${values.on} is not over yet, in UTC`);
    if (answer.outcome === 'too-early') {
      io.err(`The log has every event from ${answer.logFrom} on, and cannot tell of ${values.on}.`);
      return 1;
    }
    const { report } = answer;
    io.out(values.json === true ? jsonText(report, 2) : evidenceText(report));
    return report.counts.unsure === 0 ? 0 : 1;
  },
};

function dayOf(written: string | undefined): number {
  if (written === undefined) throw new CliError('usage', 'on which day? Give --on');
  const day = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== written)
    throw new CliError('usage', `'--on' takes a day such as 2026-03-03, not '${written}'`);
  return day;
}
