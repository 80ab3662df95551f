import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Options } from 'tsup';

/**
 * The build of every published package: JavaScript for each entry of `exports` in package.json. All entries are in one configuration, so that
 * entries share chunks and each class exists once. `tsc -b` creates the types.
 *
 * @param bundled dependencies to bundle, because they are slow to load whole: zod contains the messages of fifty languages. The JavaScript
 * contains the used parts, with the licence beside the JavaScript. The types still import the dependencies.
 * @param workers the sources of worker threads, which package.json does not export
 */
export function libraryBuild(
  packageFolder: string,
  bundled: readonly string[] = [],
  workers: readonly string[] = [],
): Options {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const sources = Object.values<string | { '@sallyport/source': string }>(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['@sallyport/source']],
  );
  return {
    entry: Object.fromEntries(
      [...sources, ...workers].map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source]),
    ),
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    splitting: true,
    sourcemap: true,
    // tsc writes the types, and another configuration writes the pages' assets.
    clean: ['!types/**', '!assets/**'],
    silent: true,
    // All other dependencies and Node's modules stay imports.
    skipNodeModulesBundle: true,
    noExternal: [...bundled],
    external: [/^node:/],
    onSuccess: async () => {
      for (const name of bundled)
        copyFileSync(licenseOf(packageFolder, name), join(packageFolder, `dist/LICENSE-${name}`));
    },
  };
}

function licenseOf(packageFolder: string, dependency: string): string {
  const { resolve } = createRequire(join(packageFolder, 'package.json'));
  return join(dirname(resolve(`${dependency}/package.json`)), 'LICENSE');
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
