import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Takes a byte order mark. @throws CliError with the name of the file */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw unreadable(file, 'cannot be read', error);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unreadable(file, 'is not JSON', error);
  }
}

function unreadable(file: string, what: string, error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('unreadable', `${file}: ${what}: ${message}`, { cause: error });
}
