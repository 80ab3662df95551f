import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from 'tsup';

/**
 * The one build of every published package: JavaScript for each entry that its package.json exports, in one
 * configuration, so that entries share their chunks and a class has one identity. Types come from `tsc -b`.
 */
export function libraryBuild(packageFolder: string): Options {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const sources = Object.values<string | { '@sallyport/source': string }>(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['@sallyport/source']],
  );
  return {
    entry: Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source])),
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    splitting: true,
    sourcemap: true,
    clean: ['!types/**'],
    silent: true,
    // Everything outside the package stays an import, Node's own modules included.
    skipNodeModulesBundle: true,
    external: [/^node:/],
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
