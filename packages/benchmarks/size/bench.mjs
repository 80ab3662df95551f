import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const BUNDLES = [
  ['`@sallyport/core`, beside zod', "export * from '@sallyport/core'", ['zod']],
  ['with `@sallyport/assurance`', "export * from '@sallyport/core'; export * from '@sallyport/assurance'", ['zod']],
  ['`@sallyport/core` and zod', "export * from '@sallyport/core'", []],
];

export async function sizeBench() {
  const rows = [];
  for (const [name, contents, external] of BUNDLES) {
    const bytes = await gzipped(contents, external);
    rows.push([name, `${(bytes / 1000).toFixed(1)} kB`]);
  }
  return {
    title: 'Size',
    words: 'Bundled and minified by esbuild from the sources, gzipped.',
    head: ['', 'gzipped'],
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
    conditions: ['@sallyport/source'],
  });
  return gzipSync(outputFiles[0].contents).length;
}
