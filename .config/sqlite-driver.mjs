// Gets the program of `better-sqlite3` for the tests of `storage-sqlite` and for `STORE=sqlite npm start`: downloads the program from the driver's releases.
// With `--compile`, compiles the program if the download fails. Without the program, the tests are skipped with a notice. A Node with `node:sqlite` needs
// no program.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fromStore = createRequire(join(root, 'packages/storage-sqlite/package.json'));

/** Tries the drivers in other processes: Node does not load a program again that failed to load. */
function hasDriver() {
  const tries = `new (require('better-sqlite3'))(':memory:')`;
  const builtIn = spawnSync(process.execPath, ['-e', `require('node:sqlite')`], { stdio: 'ignore' });
  // CI tries both drivers.
  if (builtIn.status === 0 && process.env['SALLYPORT_REQUIRE_REAL'] !== '1') return true;
  const cwd = join(root, 'packages/storage-sqlite');
  return spawnSync(process.execPath, ['-e', tries], { cwd, stdio: 'ignore' }).status === 0;
}

function download(folder) {
  const program = createRequire(join(folder, 'package.json')).resolve('prebuild-install/bin.js');
  spawnSync(process.execPath, [program], { cwd: folder, stdio: 'ignore', timeout: 60_000 });
}

/**
 * Takes a minute or two. The headers of Node often stand beside its program, and need not be downloaded then. The program is for tests: a low level of
 * optimisation compiles in half the time.
 */
function compile(folder) {
  console.log('better-sqlite3 cannot be downloaded here, and is compiled now, which takes a minute or two.');
  const beside = dirname(dirname(process.execPath));
  const nodedir = existsSync(join(beside, 'include/node/node_api.h')) ? { npm_config_nodedir: beside } : {};
  const quick = { CFLAGS: '-O1', CXXFLAGS: '-O1', npm_config_jobs: '2' };
  const env = { ...process.env, ...quick, ...nodedir };
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build-release'], { cwd: folder, env });
  if (status !== 0) console.error(String(stderr).split('\n').slice(-15).join('\n'));
}

if (!hasDriver()) {
  const folder = dirname(fromStore.resolve('better-sqlite3/package.json'));
  download(folder);
  if (!hasDriver() && process.argv.includes('--compile')) compile(folder);
  if (!hasDriver())
    console.error(
      'There is no program of better-sqlite3 for this machine: tests on SQLite are skipped. Node 22.13 has its own.',
    );
}
