import { env, exit } from 'node:process';
import type { WriteStream } from 'node:tty';
import { run } from './run.ts';
import type { Io } from './terminal/io.ts';
import { hasColours } from './terminal/paint.ts';

/** The parts of a process that `main` uses. */
export interface Process {
  /** The arguments after the name of the program. */
  readonly argv: readonly string[];
  /** Gets the result. */
  readonly stdout: WriteStream;
  /** Gets errors. */
  readonly stderr: WriteStream;
}

/** Runs `sallyport` as a process, and ends the process: a policy module may have left timers or connections open. */
export async function main({ argv, stdout, stderr }: Process): Promise<void> {
  // The reader, for example `head`, has closed the pipe.
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
