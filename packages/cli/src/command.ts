import type { Options } from './terminal/arguments.ts';
import type { ExitCode, Io } from './terminal/io.ts';

/** A command of `sallyport`. */
export interface Command {
  /** The word after `sallyport`. */
  readonly name: string;
  /** A line for the list of commands. */
  readonly summary: string;
  /** The text of `--help`, at most 80 columns wide. */
  readonly help: string;
  /** The options that the command accepts. */
  readonly options: Options;
  /**
   * Runs the command.
   *
   * @throws CliError if the usage is wrong, or a file cannot be read
   */
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}
