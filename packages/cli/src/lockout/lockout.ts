import { writeFile } from 'node:fs/promises';
import {
  GUESS_CURVES,
  lockoutCosts,
  lockoutFront,
  lockoutTable,
  singleChanges,
  withDefaults,
} from '@sallyport/assurance/lockout-simulation';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import { jsonText } from '../terminal/json-text.ts';
import { notWritable, requireWritable } from '../terminal/require-writable.ts';
import type { LockoutReport } from './report.ts';
import { lockoutSvg } from './svg.ts';
import { lockoutText } from './text.ts';

const CURVES = ['bonneau-2012', 'wang-2017'] as const;

const OPTIONS = {
  svg: { type: 'string' },
  guesses: { type: 'string' },
  refused: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport lockout FILE [options]

Simulates attackers who guess, under the 'lockout' of a policy, by the functions
that the server runs. Prints for each attacker the chance of success in a day, a
month (30 days) and a year, and how long a day the owner is locked out, with and
without a known device. Then compares the limits with other settings.

  --svg FILE.svg     writes a picture: the chance in a year against the time
                     locked out, with the settings that nothing beats
  --guesses NAME     how people choose passwords: bonneau-2012 (the default, 70
                     million Yahoo! users) or wang-2017 (the Tianya leak)
  --refused N        how many of the most common passwords nobody may choose
                     (default 0)
  --seed N           another run of the simulation (default 1)
  --json             as JSON (LockoutReport in @sallyport/cli)

Exit code 0: printed. 1: the policy is invalid. 2: wrong usage, or a file cannot
be read or written.`;

export const lockout: Command = {
  name: 'lockout',
  summary: 'the chance of guessers, and how long they lock the owner out',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'lockout FILE [options]');
    const guesses = oneOf('guess curve', values.guesses ?? 'bonneau-2012', CURVES);
    const refused = wholeNumber('refused', values.refused ?? '0');
    const seed = wholeNumber('seed', values.seed ?? '1');
    if (values.svg?.endsWith('.svg') === false)
      throw new CliError('usage', `'--svg' takes a file that ends .svg, not '${values.svg}'`);
    const policy = await requirePolicy(file, io);
    if (policy === undefined) return 1;
    if (values.svg !== undefined) await requireWritable(values.svg);
    const assumed = { curve: GUESS_CURVES[guesses], refused, seed };
    const { tried, front } = lockoutFront(assumed);
    const report: LockoutReport = {
      version: 1,
      file,
      lockout: withDefaults(policy.document.lockout ?? {}),
      assumed: { guesses, refused, seed },
      rows: lockoutTable(policy.lockout, assumed),
      costs: lockoutCosts(policy.lockout, assumed),
      tried: tried.length,
      front,
      changes: singleChanges(policy.document.lockout ?? {}, assumed),
    };
    if (values.svg !== undefined) await write(values.svg, lockoutSvg({ tried, front, costs: report.costs }));
    io.out(values.json === true ? jsonText(report, 2) : lockoutText(report, io.colours));
    return 0;
  },
};

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError('usage', `'--${option}' takes a whole number from 0 to 999999999, not '${text}'`);
}

async function write(file: string, content: string): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    throw notWritable(file, error);
  });
}
