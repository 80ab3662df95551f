import { copyFileSync, existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import everyBundled from './bundled.json' with { type: 'json' };

/** A target of `exports` in package.json. */
type Target = string | { readonly '@sallyport/source': string; readonly require?: unknown };

/**
 * The builds of every published package: ES modules for each entry of `exports` in package.json, and CommonJS for each entry with a `require`. All
 * entries are in one configuration for each format, so that entries share chunks and each class exists once. `tsc -b` and `prepack.mjs` write the
 * types. There are no source maps: the JavaScript is not minified, so that a stack trace can be read.
 *
 * The JavaScript contains the used parts of the dependencies in `bundled.json`. Their licences stand beside the JavaScript, and `dist/bundled.json` says
 * which versions the build took.
 *
 * @param workers the sources of worker threads, which package.json does not export. Workers are ES modules, also of the CommonJS files.
 * @param modulesOnly dependencies that have no CommonJS, and their dependencies: the CommonJS files contain the used parts
 */
export function libraryBuild(
  packageFolder: string,
  workers: readonly string[] = [],
  modulesOnly: readonly string[] = [],
): Options[] {
  const bundled = Object.entries(everyBundled).find(([name]) => name === basename(packageFolder))?.[1] ?? [];
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const targets = Object.values<Target>(manifest.exports).filter((target) => typeof target !== 'string');
  const modules = targets.map((target) => target['@sallyport/source']);
  const required = targets.flatMap((target) => (target.require ? [target['@sallyport/source']] : []));
  const common = {
    platform: 'neutral',
    target: 'es2023',
    splitting: true,
    sourcemap: false,
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
    clean: ['!**/*.d.ts', '!**/*.d.cts', '!**/.tsbuildinfo', '!assets/**', '!**/*.cjs', '!LICENSE-*'],
    noExternal: [...bundled],
    esbuildOptions: readOlderManifests,
    onSuccess: async () => nameBundled(packageFolder, bundled, modulesOnly),
  };
  if (required.length === 0) return [esm];
  const commonjs: Options = {
    ...common,
    entry: entriesOf(required),
    format: 'cjs',
    clean: ['!**/*.d.ts', '!**/*.d.cts', '!**/.tsbuildinfo', '!assets/**', '!**/*.js', '!LICENSE-*'],
    noExternal: [...bundled, ...modulesOnly],
    esbuildOptions: (options) => {
      // tsup splits CommonJS with sucrase, which writes a wrong class for `super(…), this.name = …` beside fields (jose 6.2.17).
      options.supported = { ...options.supported, 'class-field': false, 'class-static-field': false };
      readOlderManifests(options);
      // A package for browsers does not import `node:url`.
      if (!readsItsAddress(packageFolder)) return;
      options.define = { ...options.define, 'import.meta.url': 'moduleUrl' };
      options.inject = [fileURLToPath(new URL('module-url.ts', import.meta.url))];
    },
    onSuccess: async () => nameBundled(packageFolder, bundled, modulesOnly),
  };
  return [esm, commonjs];
}

/** Packages without `exports` name their files by `module` and `main`. */
const readOlderManifests = (options: { mainFields?: string[] }): void => {
  options.mainFields = ['module', 'main'];
};

/** Each source by its path in `dist`, without the ending. */
function entriesOf(sources: readonly string[]): Record<string, string> {
  return Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source]));
}

function readsItsAddress(packageFolder: string): boolean {
  return readdirSync(join(packageFolder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test(-support)?\./.test(file))
    .some((file) => readFileSync(join(packageFolder, 'src', file), 'utf8').includes('import.meta.url'));
}

/** Writes the licence and the version of each dependency into `dist`. A dependency of a dependency stands after it. */
function nameBundled(packageFolder: string, bundled: readonly string[], modulesOnly: readonly string[]): void {
  const folders = [packageFolder];
  const versions: Record<string, string> = {};
  const foreign = [...bundled, ...modulesOnly].filter((name) => !name.startsWith('@sallyport/'));
  for (const name of foreign) {
    const folder = folders.map((from) => folderOf(from, name)).find((found) => found !== undefined);
    if (!folder) throw new Error(`${name} is not installed for ${packageFolder}`);
    folders.push(folder);
    versions[name] = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']
      .map((one) => join(folder, one))
      .find((one) => existsSync(one));
    if (!file) throw new Error(`${name} has no licence file`);
    copyFileSync(file, join(packageFolder, `dist/LICENSE-${name.replace(/^@/, '').replace('/', '-')}`));
  }
  if (folders.length > 1) writeFileSync(join(packageFolder, 'dist/bundled.json'), `${JSON.stringify(versions)}\n`);
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
