import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Not a dependency of this repository: `npm test` installs no peer. Absent without a registry. */
export async function installedPeer(name) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-peer-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  try {
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', name], { cwd: folder });
    return { folder, remove };
  } catch (error) {
    remove();
    console.error(`${name} is left out, because npm cannot install it: ${error.message}`);
    return undefined;
  }
}
