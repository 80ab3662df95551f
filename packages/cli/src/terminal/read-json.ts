import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Takes a byte order mark. @throws CliError if the text is not JSON */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError('unreadable', `${file}: is not JSON: ${message}`, { cause: error });
  }
}
