import { access, constants, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from './cli-error.ts';

/**
 * Checks that a file can be written, before a command computes what to write. Creates no file and changes no file.
 *
 * @throws CliError if the file is not writable, or if the file does not exist and its folder is not writable
 */
export async function requireWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'r+')).close();
  } catch (error) {
    if (!isMissing(error)) throw notWritable(file, error);
    await access(dirname(file), constants.W_OK).catch((reason: unknown) => {
      throw notWritable(file, reason);
    });
  }
}

/** The error for a file that cannot be written. */
export function notWritable(file: string, error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('unreadable', `${file}: cannot be written: ${message}`, { cause: error });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
