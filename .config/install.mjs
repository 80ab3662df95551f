// Brings the dependencies onto a machine that has Node and nothing else, and does nothing where they are there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest } from './digest.mjs';
import { root, run } from './process.mjs';
import { workspaceFolders } from './workspace.mjs';

const pnpm = 'pnpm@12.21.0';
const stamp = join(root, 'node_modules/.cache/sallyport/installed');

/** Installs what the lockfile says, unless that was done already. */
export async function install() {
  const manifests = ['.', ...workspaceFolders()].map((folder) => join(root, folder, 'package.json'));
  const wanted = digest(
    [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests],
    [process.platform, process.arch],
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Installing dependencies …');
  const { ok } = await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile'], { show: true });
  if (!ok) {
    console.error(
      `\nThe install failed. If a package.json has changed, run \`npx -y ${pnpm} install\` and commit pnpm-lock.yaml.`,
    );
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}
