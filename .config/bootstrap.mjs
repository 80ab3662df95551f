// `npm start`, `npm test` and `npm run docs` on a machine with only Node: installs the dependencies, then builds and serves, checks and tests, or
// writes the documentation. `install` only installs.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [command, example = 'quickstart'] = process.argv.slice(2);
const running = new Set();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const stop = (signal, code = 1) => {
  for (const child of running) process.kill(-child.pid, signal);
  process.exit(code);
};
for (const signal of signals) process.on(signal, () => stop(signal));
// npm passes signals on to this process. If npm is killed with SIGKILL, this process gets another parent and ends.
const npm = process.ppid;
setInterval(() => process.ppid === npm || process.kill(process.pid, 'SIGTERM'), 500).unref();

/**
 * Runs a program. If the program fails, stops the other programs, and exits with the program's exit code. A signal to the program's process group
 * stops its children too.
 */
function run(program, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    running.add(child);
    child.on('close', (code) => {
      running.delete(child);
      return code === 0 ? resolve() : stop('SIGTERM', code ?? 1);
    });
  });
}

// After an install, pnpm stores a copy of the lockfile in `node_modules`.
const installed = join(root, 'node_modules/.pnpm/lock.yaml');
const wanted = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
  await run('npx', '-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile');
  await run(process.execPath, '.config/sqlite-driver.mjs');
}

if (command === 'test') {
  // CI also writes the site, where a dead link is an error. A thorough run also checks the packed packages with publint and attw: in CI
  // `packed.test.mjs` installs them, and reads their types as each kind of TypeScript project does.
  const isCi = process.env['CI'] !== undefined;
  const isThorough = process.env['SALLYPORT_THOROUGH'] === '1';
  await run('npm', 'run', '--silent', 'checks', ...(isThorough ? ['--', 'published'] : []));
  const tests = run(process.execPath, 'node_modules/vitest/vitest.mjs', '--config', '.config/vitest.config.ts');
  await Promise.all([tests, ...(isCi ? [run('npm', 'run', '--silent', 'site')] : [])]);
} else if (command === 'docs') {
  await run('npm', 'run', '--silent', 'typecheck');
  await run('npm', 'run', '--silent', 'site');
} else if (command !== 'install') {
  if (process.env['STORE'] === 'sqlite') await run(process.execPath, '.config/sqlite-driver.mjs', '--compile');
  await run('npm', 'run', '--silent', 'turbo', '--', 'build');
  for (const signal of signals) process.removeAllListeners(signal);
  // The server runs in this process, so that a signal to this process stops the server.
  process.argv = [process.execPath, join(root, 'examples', example, 'dist/main.js')];
  await import(pathToFileURL(process.argv[1]).href);
}
