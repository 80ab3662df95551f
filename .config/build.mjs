// Builds the JavaScript of every package and example that changed since its last build. Packages are built apart from
// one another, so no order between them matters; an example that bundles packages for the browser, or the quickstart's
// pages, takes their sources.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from './digest.mjs';
import { root, tool } from './process.mjs';
import { filesUnder, libraryFolders, workspaceFolders } from './workspace.mjs';

/**
 * Builds, two at a time.
 * @returns {Promise<{ ok: boolean, output: string }>} what the builds that failed printed
 */
export async function build() {
  const queue = workspaceFolders().filter((folder) => existsSync(join(root, folder, 'tsup.config.ts')));
  const failures = [];
  const work = async () => {
    for (let folder = queue.shift(); folder; folder = queue.shift()) {
      const { ok, output } = await buildOne(folder);
      if (!ok) failures.push(`${folder}:\n${output}`);
    }
  };
  await Promise.all([work(), work()]);
  return { ok: failures.length === 0, output: failures.join('\n') };
}

/** Builds one package, where it changed. */
export async function buildOne(folder) {
  const sources = folder.startsWith('examples/') ? [folder, 'examples/quickstart', ...libraryFolders()] : [folder];
  const files = [...sources, '.config'].flatMap((each) => filesUnder(join(root, each)));
  const wanted = digest([...files, join(root, 'pnpm-lock.yaml')]);
  const stamp = join(root, folder, 'dist/.built');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { ok: true, output: '' };
  const result = await tool('tsup', [], { cwd: join(root, folder) });
  if (result.ok) writeFileSync(stamp, wanted);
  return result;
}
