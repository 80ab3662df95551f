import { readFile } from 'node:fs/promises';
import { type LogFinding, type LogVerdict, logHeadSchema, verifyLog } from '@sallyport/assurance/log';
import type { LogHead } from '@sallyport/core/log';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { linesOf } from '../terminal/lines-of.ts';
import { counted, wrap } from '../terminal/wrap.ts';
import { LOG_CRYPTO } from './log-crypto.ts';

/** The options of `sallyport log verify`. */
export interface VerifyOptions {
  readonly file: string;
  /** Files of heads. */
  readonly heads: readonly string[];
  /** Epoch milliseconds. */
  readonly goneBefore: number | undefined;
  readonly json: boolean;
}

/**
 * The output of `sallyport log verify --json`. Later releases may add members. Existing members keep the same meaning in `version` 1.
 */
export interface LogReport extends LogVerdict {
  /** The version of this format. */
  readonly version: 1;
}

export async function verify({ file, heads, goneBefore, json }: VerifyOptions, io: Io): Promise<ExitCode> {
  const kept = (await Promise.all(heads.map(headsOf))).flat();
  const verdict = await verifyLog(allLinesOf(file), LOG_CRYPTO, { heads: kept, goneBefore });
  if (json) io.out(jsonText({ version: 1, ...verdict } satisfies LogReport, 2));
  else io.out(text(verdict, kept.length));
  return verdict.findings.length === 0 ? 0 : 1;
}

/** One head as JSON, a list, or a head in each line. */
async function headsOf(file: string): Promise<readonly LogHead[]> {
  const written = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CliError('unreadable', `${file}: cannot be read`, { cause });
  });
  const heads = parsed(written).map((head) => logHeadSchema.safeParse(head).data);
  const read = heads.filter((head) => head !== undefined);
  if (read.length === 0 || read.length < heads.length)
    throw new CliError('unreadable', `${file}: has no head, as GET /admin/events/head answers`);
  return read;
}

function parsed(written: string): readonly unknown[] {
  try {
    const whole: unknown = JSON.parse(written);
    return Array.isArray(whole) ? whole : [whole];
  } catch {
    return written
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        try {
          return JSON.parse(line);
        } catch {
          return undefined;
        }
      });
  }
}

/** An empty line counts, so that the numbers are those of an editor. */
async function* allLinesOf(file: string): AsyncGenerator<string> {
  let next = 1;
  for await (const { line, text: written } of linesOf(file)) {
    for (; next < line; next++) yield '';
    yield written;
    next = line + 1;
  }
}

function text({ tenant, size, gone, proved, findings }: LogVerdict, heads: number): string {
  const largest = proved.at(-1);
  const removed = gone === 0 ? '' : ` ${counted(gone, 'event')} of them are gone by the retention.`;
  return [
    wrap(`The log of the tenant '${tenant}' has ${counted(size, 'event')}.${removed}`, '', ''),
    ...(heads === 0
      ? [wrap('No head was given: the export proves only that its lines fit each other. Give --head.', '', '')]
      : []),
    ...(largest === undefined ? [] : [wrap(provedText(largest, findings), '', '')]),
    ...findings.map((finding) => wrap(findingText(finding), '  ', '')),
    ...(findings.length === 0 ? ['Nothing was removed, changed, added or moved.'] : []),
  ].join('\n');
}

function provedText(size: number, findings: readonly LogFinding[]): string {
  if (size === 0) return 'The kept head is of an empty log.';
  const before = findings.some(({ events }) => (events?.[0] ?? size) < size);
  return `The kept head of ${counted(size, 'event')} fits${before ? ' the hashes of the export' : ''}.`;
}

function findingText({ kind, line, message }: LogFinding): string {
  return `line ${line}: ${kind}: ${message}`;
}
