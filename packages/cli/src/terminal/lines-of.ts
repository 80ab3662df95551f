import { type FileHandle, open } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Without the empty lines. @throws CliError */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  const handle = await opened(file);
  let line = 0;
  try {
    for await (const read of handle.readLines({ encoding: 'utf8' })) {
      line++;
      const text = line === 1 ? read.replace(/^\uFEFF/, '') : read;
      if (text.trim() !== '') yield { line, text };
    }
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function opened(file: string): Promise<FileHandle> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) throw new CliError('unreadable', `${file}: cannot be opened`);
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new CliError('unreadable', `${file}: is a folder`);
  }
  return handle;
}
