import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { files, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { Io } from '../terminal/io.ts';
import { notWritable, requireWritable } from '../terminal/require-writable.ts';
import { verify } from './verify.ts';

export interface Exporting {
  readonly events: {
    lines(options: { readonly tenant: string }): AsyncIterable<string>;
  };
}

const OPTIONS = {
  auth: { type: 'string' },
  tenant: { type: 'string', default: 'default' },
  out: { type: 'string' },
  export: { type: 'string' },
  head: { type: 'string', multiple: true },
  'gone-before': { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport log export --auth FILE [--out FILE] [options]
sallyport log verify --export FILE --head FILE [options]

export writes the whole action log, a line of JSON for each event, with the
signed heads between the events. Every account has its pseudonym.

verify compares an export with heads that somebody kept elsewhere: answers of
GET /admin/events/head, or what onLogHead was given. It needs no app and no
secret. It names each event that was removed, changed, added or moved, with its
line. If the hashes were made anew too, it names the first events that do not
fit the signature or the kept head.

  --auth FILE        export: the module with the app's object of
                     createSallyport, as the default export or as the export
                     'auth'; the command runs the module, and opens the store
  --tenant NAME      export: default: default
  --out FILE         export: default: the standard output
  --export FILE      verify: what export wrote
  --head FILE        verify: a head, a list of heads, or a head in each line;
                     may be repeated
  --gone-before TIME verify: an event from before this time, such as 2026-01-31,
                     may be gone. Without: as the retention in the export says
  --json             verify: as JSON (LogReport in @sallyport/cli)

Exit code 0: written, or the log is as it was sealed. 1: something was removed,
changed, added or moved. 2: wrong usage, or an input that cannot be read.`;

export const logCommand: Command = {
  name: 'log',
  summary: 'the sealed action log: exports and verifies',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [action, ...rest] = positionals;
    if (action === undefined) throw new CliError('usage', 'sallyport log export or verify?');
    const act = oneOf('action', action, ['export', 'verify']);
    files(rest, 0, 0, act === 'export' ? 'log export --auth FILE' : 'log verify --export FILE --head FILE');
    const { auth, tenant, out, export: file, head: heads = [], json = false } = values;
    if (act === 'verify') {
      if (file === undefined) throw new CliError('usage', 'which export? Give --export');
      return verify({ file, heads, goneBefore: timeOf(values['gone-before']), json }, io);
    }
    await withAuth<Exporting, void>(auth, { events: ['lines'] }, async ({ events }) =>
      write(events.lines({ tenant }), out, io),
    );
    return 0;
  },
};

async function write(lines: AsyncIterable<string>, out: string | undefined, io: Io): Promise<void> {
  if (out === undefined) {
    for await (const line of lines) io.out(line);
    return;
  }
  const found = await stat(out).catch(() => undefined);
  // A device or a pipe holds no earlier export.
  if (found !== undefined && !found.isFile()) return void (await writeLines(lines, out));
  await requireWritable(out);
  // An export that breaks off leaves the earlier export as it is.
  const target = found === undefined ? out : await realpath(out);
  const part = `${target}.part`;
  try {
    const count = await writeLines(lines, part);
    await rename(part, target).catch((error: unknown) => {
      throw notWritable(out, error);
    });
    io.out(`${count} ${count === 1 ? 'line is' : 'lines are'} in ${out}.`);
  } finally {
    await rm(part, { force: true });
  }
}

/** Returns the number of lines. @throws CliError if the file cannot be written */
async function writeLines(lines: AsyncIterable<string>, path: string): Promise<number> {
  const refused = (error: unknown): never => {
    throw notWritable(path, error);
  };
  const file = await open(path, 'w', 0o600).catch(refused);
  let count = 0;
  try {
    for await (const line of lines) {
      await file.write(`${line}\n`).catch(refused);
      count += 1;
    }
    return count;
  } finally {
    await file.close();
  }
}

function timeOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const time = Date.parse(written);
  if (Number.isNaN(time))
    throw new CliError('usage', `'--gone-before' is a time such as 2026-01-31, and not '${written}'`);
  return time;
}
