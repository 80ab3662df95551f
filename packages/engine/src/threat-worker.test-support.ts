import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';

/** The worker's entry, built from the sources: Node 20 runs no TypeScript. */
export async function builtWorker(): Promise<URL> {
  const outDir = await mkdtemp(join(tmpdir(), 'sallyport-worker-'));
  await build({
    entry: { 'threat-worker': fileURLToPath(new URL('./threat-worker.ts', import.meta.url)) },
    ...{ outDir, config: false, format: 'esm', platform: 'node', target: 'node20', silent: true, dts: false },
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/.*/],
    esbuildOptions(options) {
      options.conditions = ['@sallyport/source', 'module', 'import'];
    },
  });
  return pathToFileURL(join(outDir, 'threat-worker.mjs'));
}
