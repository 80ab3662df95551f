import { types } from 'node:util';

/** The ends of the names of files that are imported. */
export const MODULES: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** The exports of a module by name. */
export type Exports = ReadonlyMap<string, unknown>;

/**
 * Imports a module with jiti, which is loaded only here. Node 20 does not run TypeScript, and later versions do not run
 * TypeScript syntax that compiles to code.
 *
 * @param path absolute
 * @returns the exports. `default` of a module in CommonJS is `module.exports`, also if the process loaded the module before
 */
export async function importModule(path: string): Promise<Exports> {
  const { createJiti } = await import('jiti');
  return exportsOf(await createJiti(path, { fsCache: false, interopDefault: false }).import(path));
}

/**
 * jiti returns one of three values: the namespace of a module, the exports of a module that a compiler turned into CommonJS (`__esModule`), or
 * `module.exports` itself if `require` loaded the file before.
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
