import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { hostCode, type Sallyport } from '@sallyport/engine';
import Database from 'better-sqlite3';

/**
 * Copies the database into a new file while the app runs. The copy is the database of one moment. In a process of its own, so that the app does not wait
 * for the copy.
 *
 * @throws if there is a file `copy`, or the copy is damaged
 */
export function backUp(file: string, copy: string): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    database.prepare('vacuum into ?').run(copy);
  } finally {
    database.close();
  }
  check(copy);
}

/**
 * Puts a copy in the place of the database. No process may have the database open.
 *
 * @throws if the copy is damaged: the database then stays as it is
 */
export function restore(copy: string, file: string): void {
  check(copy);
  copyFileSync(copy, `${file}.restored`);
  // The log of the former database does not belong to the copy.
  for (const log of ['-wal', '-shm']) rmSync(file + log, { force: true });
  renameSync(`${file}.restored`, file);
}

function check(file: string): void {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found = database.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`${file} is damaged: ${found}`);
  } finally {
    database.close();
  }
}

/** Ends every session, because a session that somebody ended after the backup lives again. Also forgets known devices. */
export async function signEverybodyOut(auth: Sallyport): Promise<number> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const { accounts, next } = await auth.people.list(cursor === undefined ? {} : { cursor });
    for (const { accountId } of accounts) await auth.people.endSessions({ accountId }, { by: hostCode('restore') });
    count += accounts.length;
    cursor = next;
  } while (cursor !== undefined);
  return count;
}
