import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { CliError } from '../terminal/cli-error.ts';
import { importModule, MODULES } from '../terminal/import-module.ts';

/** The report of a row, as `people.import` of `@sallyport/engine` gives it. */
export interface RowReport {
  readonly outcome: 'imported' | 'valid' | 'present' | 'refused';
  readonly refused?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly leftOut?: readonly string[];
}

/** The members of the object of `createSallyport` that an import calls. */
export interface ImportingAuth {
  ready(): Promise<void>;
  close(): Promise<void>;
  readonly people: {
    import(
      rows: AsyncIterable<unknown>,
      options: { readonly by: string; readonly dryRun: boolean; readonly resume: boolean; readonly tenant?: string },
    ): AsyncIterable<RowReport>;
  };
}

/**
 * Loads the app's object of `createSallyport` from a module: the default export, or the export `auth`. Loading a module runs its code.
 *
 * @throws CliError if the file does not exist, fails when it runs, or exports no such object
 */
export async function loadAuth(file: string): Promise<ImportingAuth> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CliError('unreadable', `${file}: there is no such file`);
  if (!MODULES.includes(extname(path)))
    throw new CliError('unreadable', `${file}: the app's module ends ${MODULES.join(', ')}`);
  const module = await importModule(path).catch((error: unknown) => {
    throw new CliError('unreadable', `${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  });
  const members = new Map<string, unknown>(Object.entries(Object(module)));
  const auth = [members.get('default'), members.get('auth')].find(isAuth);
  if (auth !== undefined) return auth;
  const names = [...members.keys()].join(', ');
  throw new CliError(
    'unreadable',
    `${file}: exports no object of createSallyport: export it as the default, or as 'auth' (there is ${names === '' ? 'no export' : names})`,
  );
}

function isAuth(exported: unknown): exported is ImportingAuth {
  const { ready, close, people }: { ready?: unknown; close?: unknown; people?: unknown } = Object(exported);
  const { import: imports }: { import?: unknown } = Object(people);
  return [ready, close, imports].every((member) => typeof member === 'function');
}
