// Runs the programs of this repository, and leaves none behind.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const running = new Set();

/** Stops every program started here, with all that it started itself. */
function stopAll(signal = 'SIGTERM') {
  for (const child of running) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

const stopAndLeave = (signal) => {
  stopAll(signal);
  process.exit(signal === 'SIGINT' ? 130 : 143);
};
process.on('SIGINT', stopAndLeave);
process.on('SIGTERM', stopAndLeave);
process.on('exit', () => stopAll());

// npm hands SIGINT and SIGTERM on, but where it is killed outright nobody tells its children: they see a new parent.
if (process.env['npm_lifecycle_event']) {
  const npm = process.ppid;
  setInterval(() => process.ppid === npm || process.kill(process.pid, 'SIGTERM'), 500).unref();
}

/** Gives the signals to somebody else: from here on nothing is started that would have to be stopped. */
export function letGoOfSignals() {
  process.off('SIGINT', stopAndLeave);
  process.off('SIGTERM', stopAndLeave);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: boolean, cwd?: string, env?: NodeJS.ProcessEnv }} [options] `show` prints as it runs, else the output is returned
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { show = false, cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'];
    // A group of its own, so that one signal reaches whatever it starts.
    const child = spawn(command, args, { cwd, env, stdio, detached: true });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    running.add(child);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Runs a program of node_modules/.bin, or a script of this folder, without a package manager in between. */
export const tool = (name, args = [], options) => run(`${root}node_modules/.bin/${name}`, args, options);
export const script = (name, args = [], options) =>
  run(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args], options);
