import { readFile, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:process';
import { CliError } from '../terminal/cli-error.ts';

const OWNER_ONLY = 0o600;

/** @throws CliError if the file exists. The file stays unchanged */
export async function writePrivate(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CliError(
      'unreadable',
      isThere ? `${file}: is there already, and is left as it is` : `${file}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** @throws CliError if other users can read the file */
export async function readPrivate(file: string): Promise<string> {
  const content = await read(file);
  // Windows has no permission bits.
  const { mode } = await stat(file);
  if (platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new CliError('unreadable', `${file}: others can read this private key; run: chmod 600 ${file}`);
  }
  return content.toString('utf8');
}

export async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliError('unreadable', `${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
