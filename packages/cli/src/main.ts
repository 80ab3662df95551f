import { env, exit } from 'node:process';
import type { WriteStream } from 'node:tty';
import { run } from './run.ts';
import type { Io } from './terminal/io.ts';
import { hasColours } from './terminal/paint.ts';

/** What a process has. */
export interface Process {
  readonly argv: readonly string[];
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
}

/** Runs `sallyport` as a process, and ends it: a policy that is a module may have left something running. */
export async function main({ argv, stdout, stderr }: Process): Promise<void> {
  // The reader has closed the pipe, as `head` does.
  stdout.on('error', (error: NodeJS.ErrnoException) => exit(error.code === 'EPIPE' ? 0 : 2));
  const io: Io = {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    colours: hasColours(stdout.isTTY, env),
  };
  const code = await run(argv, io).catch((error: unknown) => {
    io.err(`sallyport: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 2;
  });
  await Promise.all(
    [stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))),
  );
  exit(code);
}
