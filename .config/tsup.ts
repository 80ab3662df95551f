import { copyFileSync, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

/** A target of `exports` in package.json. */
type Target = string | { readonly '@sallyport/source': string; readonly require?: unknown };

/**
 * The builds of every published package: ES modules for each entry of `exports` in package.json, and CommonJS for each entry with a `require`. All
 * entries are in one configuration for each format, so that entries share chunks and each class exists once. `tsc -b` creates the types, and
 * `prepack.mjs` copies the types for CommonJS.
 *
 * @param bundled dependencies to bundle, because they are slow to load whole: zod contains the messages of fifty languages. The JavaScript
 * contains the used parts, with the licence beside the JavaScript. The types still import the dependencies.
 * @param workers the sources of worker threads, which package.json does not export. Workers are ES modules, also of the CommonJS files.
 * @param modulesOnly dependencies that have no CommonJS, and their dependencies: the CommonJS files contain the used parts
 */
export function libraryBuild(
  packageFolder: string,
  bundled: readonly string[] = [],
  workers: readonly string[] = [],
  modulesOnly: readonly string[] = [],
): Options[] {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const targets = Object.values<Target>(manifest.exports).filter((target) => typeof target !== 'string');
  const modules = targets.map((target) => target['@sallyport/source']);
  const required = targets.flatMap((target) => (target.require ? [target['@sallyport/source']] : []));
  const common = {
    platform: 'neutral',
    target: 'es2023',
    splitting: true,
    sourcemap: true,
    silent: true,
    // All other dependencies and Node's modules stay imports.
    skipNodeModulesBundle: true,
    external: [/^node:/],
  } satisfies Options;
  const esm: Options = {
    ...common,
    entry: entriesOf([...modules, ...workers]),
    format: 'esm',
    // tsc and prepack.mjs write the types, and other configurations write the pages' assets and the CommonJS files.
    clean: ['!types/**', '!types-cjs/**', '!assets/**', '!**/*.cjs', '!LICENSE-*'],
    noExternal: [...bundled],
    onSuccess: async () => copyLicenses(packageFolder, bundled),
  };
  if (required.length === 0) return [esm];
  const commonjs: Options = {
    ...common,
    entry: entriesOf(required),
    format: 'cjs',
    // tsup makes CommonJS of ES modules, and such a map would name the built files by their place on this machine.
    sourcemap: false,
    clean: ['!types/**', '!types-cjs/**', '!assets/**', '!**/*.js', '!**/*.js.map', '!LICENSE-*'],
    noExternal: [...bundled, ...modulesOnly],
    esbuildOptions: (options) => {
      // tsup splits CommonJS with sucrase, which writes a wrong class for `super(…), this.name = …` beside fields (jose 6.2.17).
      options.supported = { ...options.supported, 'class-field': false, 'class-static-field': false };
      // A package for browsers does not import `node:url`.
      if (!readsItsAddress(packageFolder)) return;
      options.define = { ...options.define, 'import.meta.url': 'moduleUrl' };
      options.inject = [fileURLToPath(new URL('module-url.ts', import.meta.url))];
    },
    onSuccess: async () => copyLicenses(packageFolder, modulesOnly),
  };
  return [esm, commonjs];
}

/** Each source by its path in `dist`, without the ending. */
function entriesOf(sources: readonly string[]): Record<string, string> {
  return Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source]));
}

function readsItsAddress(packageFolder: string): boolean {
  return readdirSync(join(packageFolder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test(-support)?\./.test(file))
    .some((file) => readFileSync(join(packageFolder, 'src', file), 'utf8').includes('import.meta.url'));
}

/** Writes the licence of each dependency into `dist`. A dependency of a dependency stands after it. */
function copyLicenses(packageFolder: string, dependencies: readonly string[]): void {
  const folders = [packageFolder];
  for (const name of dependencies) {
    const folder = folders.map((from) => folderOf(from, name)).find((found) => found !== undefined);
    if (!folder) throw new Error(`${name} is not installed for ${packageFolder}`);
    folders.push(folder);
    const file = ['LICENSE', 'LICENSE.md'].map((one) => join(folder, one)).find((one) => existsSync(one));
    if (!file) throw new Error(`${name} has no licence file`);
    copyFileSync(file, join(packageFolder, `dist/LICENSE-${name.replace(/^@/, '').replace('/', '-')}`));
  }
}

/** The real folder of a dependency, looked for as Node does. `require.resolve` would need `package.json` among the dependency's exports. */
function folderOf(from: string, dependency: string): string | undefined {
  const found = (createRequire(join(from, 'package.json')).resolve.paths(dependency) ?? [])
    .map((place) => join(place, dependency))
    .find((place) => existsSync(place));
  return found && realpathSync(found);
}

/**
 * Builds the files that pages load into `dist/assets`: style sheets, and one module for each page. Dependencies are bundled, so that a page
 * loads nothing from another origin.
 *
 * @param entries the source of each asset, by name: `admin` becomes `/assets/admin.js`
 */
export function pageAssets(packageFolder: string, entries: Readonly<Record<string, string>>): Options {
  return {
    entry: { ...entries },
    outDir: 'dist/assets',
    clean: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting: true,
    minify: true,
    silent: true,
    noExternal: [/.*/],
    esbuildOptions: (options) => {
      options.conditions = ['@sallyport/source', 'browser', 'module', 'import'];
      options.absWorkingDir = packageFolder;
    },
  };
}

/** The build of an example's server, `src/main.ts`. A separate configuration builds the files that the example's pages load. */
export function exampleBuild(): Options[] {
  return [
    {
      entry: { main: 'src/main.ts' },
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      silent: true,
      skipNodeModulesBundle: true,
    },
  ];
}
