import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Options } from 'tsup';

/**
 * The one build of every published package: JavaScript for each entry that its package.json exports, in one
 * configuration, so that entries share their chunks and a class has one identity. Types come from `tsc -b`.
 *
 * @param bundled dependencies of which the parts that are used become part of the JavaScript, with their licence beside it. The
 * types still name them. For what is slow to load whole: zod brings the messages of fifty languages.
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
    // Types come from tsc, and the files of pages from a configuration of their own.
    clean: ['!types/**', '!assets/**'],
    silent: true,
    // Everything else outside the package stays an import, Node's own modules included.
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
 * The files that pages load, into `dist/assets`: style sheets and one module a page, each with everything that it needs, so that pages
 * load nothing from elsewhere.
 *
 * @param entries the sources by name: `admin` is `/assets/admin.js`
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

/** The build of an example's server, `src/main.ts`. What its pages load is a configuration of its own beside it. */
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
