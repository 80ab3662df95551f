import { type HostCode, hostCode } from '@sallyport/core';
import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { files, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { linesOf } from '../terminal/lines-of.ts';
import { counted, wrap } from '../terminal/wrap.ts';

/** As `people.import` of `@sallyport/engine` reports a row. */
interface RowReport {
  readonly outcome: 'imported' | 'valid' | 'present' | 'missing' | 'refused';
  readonly accountId?: string;
  readonly externalId?: string;
  readonly refused?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly leftOut?: readonly string[];
  readonly notAsked?: readonly string[];
  readonly taken?: readonly string[];
  readonly differs?: readonly string[];
  readonly mayBlock?: boolean;
  readonly blocked?: boolean;
  readonly isDoubtful?: boolean;
  readonly otherBy?: boolean;
  /** Absent from an app with an older engine. */
  readonly canSignIn?: boolean;
}

interface Importing {
  readonly people: {
    import(
      rows: AsyncIterable<unknown>,
      options: {
        readonly by: HostCode;
        readonly dryRun: boolean;
        readonly resume: boolean;
        readonly complete?: boolean;
        readonly blockMissing?: number;
        readonly signal?: AbortSignal;
        readonly atOnce: number;
        readonly tenant?: string;
      },
    ): AsyncIterable<RowReport>;
  };
}

const OPTIONS = {
  auth: { type: 'string' },
  by: { type: 'string' },
  tenant: { type: 'string' },
  'dry-run': { type: 'boolean' },
  complete: { type: 'boolean' },
  'block-missing': { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport import PEOPLE.jsonl --auth FILE [options]

Creates an account for each line of the file: a JSON object with the members of
ImportRow of @sallyport/engine (docs/guide/moving-users.md). A second run goes
on where the first run ended, and names what differs between a line and an
account that is there already. If an import of the same --by made the account,
and the line has its externalId, and its name or mailbox, the account is blocked
if the line says "disabled": true, and takes the roles of the line if nobody has
changed the account since. A refused line stops nothing.

  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and uses its store, secrets and policy, and the
                     passwordHashing.peppers of its options for hashes with a
                     pepper (Flask-Security, Devise)
  --by NAME          the actor of the events, the same in each run, and another
                     for each old system; default: sallyport import
  --tenant NAME      default: default
  --dry-run          checks every line, and makes no account (an empty store
                     gets its tables, and the policy of the app's code)
  --complete         the file has everybody: each account of the same --by that
                     no line names is told. Needs --by
  --block-missing N  blocks these accounts if exactly N of them may be blocked,
                     and else nobody: the number that a run with --complete told
  --json             prints a line of JSON for each line: an ImportReport

A line is told too if its account brings an authenticator app, a passkey or
backup codes, and the policy in force signs the person in by the password alone:
give the row a requiredStrength before the import, if the old app asked.

Ctrl-C lets the lines in progress end, and tells how far the import came.

Exit code 0: every line is an account, or would be. 1: lines were refused, or
differ from their accounts, or with --complete an account that no line names is
not blocked, or an account is of another --by. 2: wrong usage, an unreadable
file, a store that does not answer, or Ctrl-C: run the command again.`;

/** Fewer than the connections of a pool of `pg` by default. */
const AT_ONCE = 8;

const PROGRESS = 10_000;

export const importCommand: Command = {
  name: 'import',
  summary: 'takes the users of another system along, from a file',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'import PEOPLE.jsonl --auth FILE');
    const { auth: module, by, tenant, json = false, complete = false, 'dry-run': dryRun = false } = values;
    if (complete && by === undefined)
      throw new CliError('usage', "'--complete' needs '--by', with the name of the first import");
    const blockMissing = numberOf(values['block-missing']);
    if (blockMissing !== undefined && !complete) throw new CliError('usage', "'--block-missing' needs '--complete'");
    const interrupt = new AbortController();
    const { signal } = interrupt;
    const options = {
      by: hostCode(by ?? 'sallyport import'),
      dryRun,
      resume: true,
      atOnce: AT_ONCE,
      // An older engine knows no such options.
      ...(complete ? { complete, signal } : {}),
      blockMissing,
      tenant,
    };
    const counts = new Map<string, number>();
    let [notAsked, shutOut, differing, unblocked, mayBlock, ofOthers] = [0, 0, 0, 0, 0, 0];
    const tell = (line: number, report: RowReport): void => {
      counts.set(report.outcome, (counts.get(report.outcome) ?? 0) + 1);
      if ((report.notAsked ?? []).length > 0) notAsked += 1;
      if (report.canSignIn === false) shutOut += 1;
      if ((report.differs ?? []).length > 0) differing += 1;
      if (report.blocked === false) unblocked += 1;
      if (report.mayBlock === true) mayBlock += 1;
      if (complete && report.otherBy === true) ofOthers += 1;
      if (json) io.out(jsonText({ ...report, line }));
      else told(io, file, line, report);
    };
    const lines: Line[] = [];
    const breakOff = () => interrupt.abort();
    // A second Ctrl-C ends the process at once.
    process.once('SIGINT', breakOff);
    // Up to the first row in progress.
    const tellLines = (): void => {
      for (let [first] = lines; first?.report !== undefined; [first] = lines) {
        tell(first.line, first.report);
        lines.shift();
      }
    };
    await withAuth<Importing, void>(module, { people: ['import'] }, async (auth) => {
      try {
        for await (const report of auth.people.import(rowsOf(file, lines, tellLines, { complete, signal }), options)) {
          if (report.outcome === 'missing' && signal.aborted) break;
          if (report.outcome !== 'missing') tellLines();
          const { line, instead } = (report.outcome === 'missing' ? undefined : lines.shift()) ?? { line: 0 };
          tell(line, instead ?? report);
          if (!json && total(counts) % PROGRESS === 0) io.err(summary(counts));
        }
        tellLines();
      } catch (error) {
        tellLines();
        throw error instanceof CliError ? error : brokenOff(file, lines[0]?.line ?? 0, error);
      }
    }).finally(() => process.off('SIGINT', breakOff));
    if (!json) io.out(summary(counts));
    if (signal.aborted) {
      io.err(`broken off after ${counted(total(counts), 'line')}. Run the command again: it goes on with the rest.`);
      return 2;
    }
    if (!json && notAsked > 0) io.out(notAskedText(notAsked));
    if (!json && shutOut > 0) io.out(shutOutText(shutOut));
    if (!json && differing > 0) io.out(differingText(differing));
    if (!json && unblocked > 0) io.out(unblockedText(unblocked, mayBlock));
    const isOtherNumber = blockMissing !== undefined && blockMissing !== mayBlock;
    if (isOtherNumber) io.err(otherNumberText(blockMissing, mayBlock));
    if (!json && ofOthers > 0) io.out(ofOthersText(ofOthers));
    const isDone = !isOtherNumber && (counts.get('refused') ?? 0) + differing + unblocked + ofOthers === 0;
    return (isDone ? 0 : 1) satisfies ExitCode;
  },
};

interface Line {
  readonly line: number;
  readonly report?: RowReport;
  /** Told in place of the engine's report. */
  readonly instead?: RowReport;
}

const NO_JSON: RowReport = {
  outcome: 'refused',
  refused: 'malformed-input',
  errors: [{ path: '', message: 'is not JSON' }],
};

/** The reports of the rows come in the same order. */
async function* rowsOf(
  file: string,
  lines: Line[],
  tellLines: () => void,
  { complete, signal }: { readonly complete: boolean; readonly signal: AbortSignal },
): AsyncGenerator<unknown> {
  for await (const { line, text } of linesOf(file)) {
    if (signal.aborted) return;
    const row = parsed(text);
    // The line may be anybody's: the engine has to know of it before it looks for who is missing.
    if (row === undefined && complete) {
      lines.push({ line, instead: NO_JSON });
      yield undefined;
      continue;
    }
    lines.push(row === undefined ? { line, report: NO_JSON } : { line });
    if (row !== undefined) yield row.value;
    else tellLines();
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Does not repeat the row, which is about a person. */
function told(io: Io, file: string, line: number, report: RowReport): void {
  const { outcome, refused, errors = [], leftOut = [], notAsked = [], taken = [], differs = [], canSignIn } = report;
  const at = `${file}:${line}:`;
  if (outcome === 'missing') {
    const { accountId, externalId, blocked } = report;
    const key = externalId === undefined ? '' : ` (externalId ${externalId})`;
    io.err(`${file}: no line names the account ${accountId}${key}: ${blocked === true ? 'blocked' : 'not blocked'}`);
  }
  if (outcome === 'refused') {
    const reasons = errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
    io.err(`${at} ${refused}${reasons === '' ? '' : `: ${reasons}`}`);
  }
  if (report.isDoubtful === true)
    io.err(`${at} the account with this externalId has another name and mailbox: nothing is taken`);
  if (taken.length > 0) io.err(`${at} the account takes ${taken.join(', ')} of the line`);
  if (differs.length > 0) io.err(`${at} the account differs in ${differs.join(', ')}`);
  if (leftOut.length > 0) io.err(`${at} without ${leftOut.join(', ')}`);
  if (canSignIn === false) io.err(`${at} nobody can sign in to the account under the policy in force`);
  if (notAsked.length > 0) io.err(`${at} no sign-in with the password asks for ${notAsked.join(', ')}`);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function summary(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  return parts.length === 0 ? 'no line' : parts.join(', ');
}

function notAskedText(count: number): string {
  const [lines, have, rows] = count === 1 ? ['1 line', 'has', 'the row'] : [`${count} lines`, 'have', 'these rows'];
  return wrap(
    `${lines} ${have} a second factor that no sign-in with the password asks for under the policy in force. If the old app asked, give ${rows} "requiredStrength": "enhanced" before the import: the guide "Moving users" says how.`,
  );
}

function shutOutText(count: number): string {
  const [lines, give] = count === 1 ? ['1 line', 'gives'] : [`${count} lines`, 'give'];
  return wrap(
    `${lines} ${give} an account to which nobody can sign in under the policy in force. Give the row a verified address or another factor, or help the person in afterwards: the guide "Moving users" says how.`,
  );
}

function differingText(count: number): string {
  const [lines, differ, accounts] =
    count === 1 ? ['1 line', 'differs', 'its account'] : [`${count} lines`, 'differ', 'their accounts'];
  return wrap(
    `${lines} ${differ} from ${accounts}. Set roles, mailbox, name or block of the account yourself, or leave them: the guide "Moving users" says how.`,
  );
}

function unblockedText(count: number, mayBlock: number): string {
  const [accounts, are] = count === 1 ? ['1 account', 'is'] : [`${count} accounts`, 'are'];
  const next =
    mayBlock === 0 ? '' : ` If all are gone, --block-missing ${mayBlock} blocks those that nobody has changed.`;
  return wrap(
    `${accounts} of the import that no line names ${are} not blocked. Look at each, and block or delete the account: the guide "Moving users" says how.${next}`,
  );
}

function otherNumberText(asked: number, mayBlock: number): string {
  return wrap(
    `--block-missing says ${asked}, and ${mayBlock} of the missing accounts may be blocked: nobody is blocked.`,
  );
}

function ofOthersText(count: number): string {
  const [accounts, are] = count === 1 ? ['1 account', 'is'] : [`${count} accounts`, 'are'];
  return wrap(
    `${accounts} ${are} of another --by: who is missing among them is not known. Give the --by of the first import.`,
  );
}

function numberOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(written)) throw new CliError('usage', "'--block-missing' takes a number from 1");
  return Number(written);
}

function brokenOff(file: string, line: number, error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  const where = line === 0 ? file : `${file}:${line}`;
  return new CliError('unreadable', `${where}: ${message}`, { cause: error });
}
