import { types } from 'node:util';

export const MODULES: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

export type Exports = ReadonlyMap<string, unknown>;

/**
 * jiti is loaded only here. Node 20 does not run TypeScript.
 *
 * @param path absolute
 */
export async function importModule(path: string): Promise<Exports> {
  const { createJiti } = await import('jiti');
  return exportsOf(await createJiti(path, { fsCache: false, interopDefault: false }).import(path));
}

/**
 * jiti returns a module's namespace, the exports of a module that a compiler turned into CommonJS (`__esModule`), or `module.exports` if `require`
 * loaded the file before.
 */
function exportsOf(loaded: unknown): Exports {
  if (!types.isModuleNamespaceObject(loaded))
    return membersOf(isTranspiled(loaded) ? loaded : { ...Object(loaded), default: loaded });
  const whole: unknown = Reflect.get(Object(loaded), 'default');
  return membersOf(isTranspiled(whole) ? whole : loaded);
}

function isTranspiled(value: unknown): boolean {
  return Object(value).__esModule === true;
}

function membersOf(value: unknown): Exports {
  return new Map<string, unknown>(Object.entries(Object(value)));
}
