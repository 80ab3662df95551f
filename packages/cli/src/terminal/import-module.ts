/** The ends of the names of files that are imported. */
export const MODULES: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Imports a module with jiti, which is loaded only here. Node 20 does not run TypeScript, and later versions do not run
 * TypeScript syntax that compiles to code.
 *
 * @param path absolute
 */
export async function importModule(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(path, { fsCache: false, interopDefault: false }).import(path);
}
