import type { Options } from './terminal/arguments.ts';
import type { ExitCode, Io } from './terminal/io.ts';

/** One of the things that `sallyport` does. */
export interface Command {
  readonly name: string;
  /** In a line, for the list of all. */
  readonly summary: string;
  /** What `--help` says, at most 80 columns wide. */
  readonly help: string;
  readonly options: Options;
  /** @throws CliError if it was called in a wrong way, or a file cannot be read */
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}
