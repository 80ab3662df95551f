import { readFileSync } from 'node:fs';
import { nearestName } from '@sallyport/core';
import { accounts } from './accounts/accounts.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { check } from './check/check.ts';
import type { Command } from './command.ts';
import { evidence } from './evidence/evidence.ts';
import { explain } from './explain/explain.ts';
import { importCommand } from './import/import.ts';
import { lockout } from './lockout/lockout.ts';
import { logCommand } from './log/log.ts';
import { matrix } from './matrix/matrix.ts';
import { migrate } from './migrate/migrate.ts';
import { organisation } from './organisation/organisation.ts';
import { person } from './person/person.ts';
import { policyCommand } from './policy/policy.ts';
import { preview } from './preview/preview.ts';
import { secrets } from './secrets/secrets.ts';
import { tenant } from './tenant/tenant.ts';
import { CliError } from './terminal/cli-error.ts';
import type { ExitCode, Io } from './terminal/io.ts';
import { threats } from './threats/threats.ts';
import { vault } from './vault/vault.ts';

/** Every command, in the order of `sallyport --help`. */
export const COMMANDS: readonly Command[] = [
  check,
  explain,
  matrix,
  preview,
  threats,
  lockout,
  bootstrap,
  policyCommand,
  person,
  organisation,
  accounts,
  secrets,
  tenant,
  logCommand,
  evidence,
  migrate,
  importCommand,
  vault,
];

const HELP = `sallyport COMMAND [FILE] [options]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n')}

A policy is a .json file, or the default export or the export 'policy' of a .ts,
.mts, .cts, .js, .mjs or .cjs file. \`sallyport COMMAND --help\` lists the options.`;

/**
 * Runs `sallyport` with these arguments.
 *
 * @param args without the names of Node and of the script
 * @returns the exit code: 0 clean, 1 the policy or the change is at fault, 2 wrong usage or an unreadable input
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') return print(io, helpOf(rest[0]));
  if (first === '--version' || first === '-v') return print(io, version());
  try {
    const command = commandOf(first);
    if (asksForHelp(rest)) return print(io, command.help);
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    io.err(`sallyport: ${error.message}`);
    return 2;
  }
}

function print(io: Io, text: string): ExitCode {
  io.out(text);
  return 0;
}

function helpOf(name: string | undefined): string {
  return COMMANDS.find((command) => command.name === name)?.help ?? HELP;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function commandOf(name: string | undefined): Command {
  if (name === undefined) throw new CliError('usage', `a command is missing\n\n${HELP}`);
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const names = COMMANDS.map((command) => command.name);
  const nearest = nearestName(name, names);
  throw new CliError(
    'usage',
    `there is no command '${name}'; ${nearest === undefined ? `one of ${names.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

/** The manifest is in the parent folder of both `dist` and `src`. */
function version(): string {
  const { version: written } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(written);
}
