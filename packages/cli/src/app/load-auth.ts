import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { CliError } from '../terminal/cli-error.ts';
import { importModule, MODULES } from '../terminal/import-module.ts';

export interface App {
  ready(options?: { readonly deployPolicy?: boolean; readonly openWithin?: string }): Promise<void>;
  close(): Promise<void>;
}

/** Somebody waits at the terminal. */
const OPEN_WITHIN = '10s';

/** `{ people: ['import'] }`. */
export type Calls<Parts> = { readonly [Part in keyof Parts]: readonly (keyof Parts[Part])[] };

/**
 * @param file absent: the option `--auth` is missing
 * @param calls the functions that the command calls
 * @throws CliError if the module has no such object, or the app or its store fails
 */
export async function withAuth<Parts, Result>(
  file: string | undefined,
  calls: Calls<Parts>,
  work: (auth: Parts) => Promise<Result>,
): Promise<Result> {
  if (file === undefined) throw new CliError('usage', 'which app? Give --auth');
  const auth = await loadAuth(file, calls);
  try {
    // A policy comes in force by a start of the app, or by `policy set`.
    await auth.ready({ deployPolicy: false, openWithin: OPEN_WITHIN });
    return await work(auth);
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(file, error);
  } finally {
    await auth.close();
  }
}

/** Loading a module runs its code. @throws CliError */
async function loadAuth<Parts>(file: string, calls: Calls<Parts>): Promise<App & Parts> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CliError('unreadable', `${file}: there is no such file`);
  if (!MODULES.includes(extname(path)))
    throw new CliError('unreadable', `${file}: the app's module ends ${MODULES.join(', ')}`);
  const members = await importModule(path).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const auth = [members.get('default'), members.get('auth')].find((exported) => isAuth(exported, calls));
  if (auth !== undefined) return auth as App & Parts;
  const names = [...members.keys()].join(', ');
  throw new CliError(
    'unreadable',
    `${file}: exports no object of createSallyport: export it as the default, or as 'auth' (there is ${names === '' ? 'no export' : names})`,
  );
}

function isAuth<Parts>(exported: unknown, calls: Calls<Parts>): boolean {
  const { ready, close }: { readonly ready?: unknown; readonly close?: unknown } = Object(exported);
  const parts = Object.entries<readonly PropertyKey[]>(calls).map(([part, names]) => {
    const made: unknown = Object(Reflect.get(Object(exported), part));
    return names.every((name) => typeof Reflect.get(Object(made), name) === 'function');
  });
  return typeof ready === 'function' && typeof close === 'function' && parts.every(Boolean);
}

function unreadable(file: string, error: unknown): CliError {
  const cause = error instanceof Error && error.cause instanceof Error ? `, because of ${error.cause.message}` : '';
  return new CliError('unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}${cause}`, {
    cause: error,
  });
}
