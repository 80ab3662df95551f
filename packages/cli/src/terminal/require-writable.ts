import { access, constants, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from './cli-error.ts';

/** Before a command computes what to write. Creates and changes no file. @throws CliError */
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

export function notWritable(file: string, error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('unreadable', `${file}: cannot be written: ${message}`, { cause: error });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
