import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll } from 'vitest';
import { run } from './run.ts';

/** What a process answered. */
export interface Answered {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as it is installed, in a folder of files to give it. */
export interface Installed {
  readonly folder: string;
  /** Writes a file into the folder: text, or JSON. */
  write(name: string, content: string | object): string;
  /** Runs `sallyport`, the real one, in a process of its own. */
  run(args: readonly string[], more?: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }): Promise<Answered>;
  /** Runs the sources in this process, in the folder. The second analysis in a process takes a fraction of the first. */
  ask(args: readonly string[]): Promise<Answered>;
}

const home = fileURLToPath(new URL('..', import.meta.url));

// Beneath the package, so that jiti is found. A folder for each process of tests.
const places = join(home, 'node_modules/.cache/tests');
const place = join(places, String(process.pid));
let built: Promise<void> | undefined;

/** Builds what would be published, with core in it, so that the tests run today's sources whatever was built before. */
async function buildCommand(): Promise<void> {
  mkdirSync(places, { recursive: true });
  // Vitest ends its processes without a chance to clean up.
  for (const name of readdirSync(places).filter((name) => !isRunning(Number(name))))
    rmSync(join(places, name), { recursive: true, force: true });
  await build({
    entry: { index: join(home, 'src/index.ts') },
    outDir: join(place, 'dist'),
    config: false,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    silent: true,
    external: ['jiti', 'pg', '@sallyport/storage-postgres'],
    noExternal: [/^@sallyport\/(core|vault)/, 'zod', 'hash-wasm', /^@hpke\//],
    esbuildOptions: (options) => {
      options.conditions = ['@sallyport/source'];
    },
  });
  for (const name of ['package.json', 'bin']) cpSync(join(home, name), join(place, name), { recursive: true });
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** The command, built once for all test files of the process, and a folder of its own for a file. */
export function install(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'));
  beforeAll(() => {
    built ??= buildCommand();
    return built;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return name;
    },
    ask: async (args) => {
      const before = process.cwd();
      process.chdir(folder);
      try {
        return await told(...args);
      } finally {
        process.chdir(before);
      }
    },
    run: (args, { cwd = folder, env = {} } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(place, 'bin/sallyport.js'), ...args], {
          cwd,
          env: { ...process.env, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let out = '';
        let err = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          out += text;
        });
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          err += text;
        });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, out, err }));
      }),
  };
}

/** Runs it in this process, where what is asked does not depend on how it is started. */
export async function told(...args: readonly string[]): Promise<Answered> {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    colours: false,
  });
  return { code, ...said };
}

/** A text on one line, as it was before it was broken into lines. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The longest line of a text. */
export function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}
