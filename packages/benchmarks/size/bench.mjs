// What an application takes on by importing core: bytes, and the time to the first decision.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { lastLine } from '../report/child.mjs';
import { spread, text } from '../report/statistics.mjs';

const BUNDLES = [
  ['`@sallyport/core`, beside zod', "export * from '@sallyport/core'", ['zod']],
  [
    'with `@sallyport/core/analysis`',
    "export * from '@sallyport/core'; export * from '@sallyport/core/analysis'",
    ['zod'],
  ],
  ['`@sallyport/core` and zod', "export * from '@sallyport/core'", []],
];

const importer = fileURLToPath(new URL('import.mjs', import.meta.url));

/** @param {{ rounds: number }} options */
export async function sizeBench({ rounds }) {
  const rows = [];
  for (const [name, contents, external] of BUNDLES) {
    const bytes = await gzipped(contents, external);
    rows.push([name, `${(bytes / 1000).toFixed(1)} kB`, '']);
  }
  const taken = { core: [], zod: [] };
  for (let round = 0; round < rounds; round++)
    for (const id of Object.keys(taken)) taken[id].push(await lastLine([importer, id]));
  rows.push(['to import `@sallyport/core`, zod included', '', `${text(spread(taken.core))} ms`]);
  rows.push(['to import zod alone', '', `${text(spread(taken.zod))} ms`]);
  return {
    title: 'Size',
    words: 'Bundled and minified by esbuild, gzipped. Imports in fresh processes, unbundled, from the disk cache.',
    head: ['', 'gzipped', 'on one machine'],
    rows,
  };
}

async function gzipped(contents, external) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external,
  });
  return gzipSync(outputFiles[0].contents).length;
}
