import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { emptyPostgres } from './empty-postgres.ts';
import { freePort } from './free-port.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const walk = join(home, 'walk');

interface Started {
  readonly process: ChildProcess;
  readonly port: number;
}

interface Runtime {
  readonly name: string;
  /** The name in `walk/runtimes.json`. */
  readonly dependency: string;
  readonly argon2: (typeof LIBRARIES)[number];
  start(folder: string, databaseUrl: string): Promise<Started>;
}

const LIBRARIES = ['`@node-rs/argon2`', '`node:crypto`', '`nobleArgon2`'] as const;
const [NATIVE, OF_NODE, NOBLE] = LIBRARIES;

/** Only `@node-rs/argon2` comes with the bcrypt of `@node-rs/bcrypt`. */
function server(
  name: string,
  dependency: string,
  program: string,
  options: readonly string[] = [],
  argon2: Runtime['argon2'] = NATIVE,
): Runtime {
  return {
    ...{ name, dependency, argon2 },
    async start(folder, DATABASE_URL) {
      const bcrypt = pathToFileURL(join(folder, 'node_modules/bcryptjs/index.js')).href;
      const libraries = { ...(argon2 === NOBLE && { ARGON2: 'noble' }), ...(argon2 !== NATIVE && { BCRYPT: bcrypt }) };
      const started = spawn(join(folder, 'node_modules', program), [...options, 'server.mjs'], {
        cwd: walk,
        env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL, ...libraries },
      });
      return { process: started, port: await portOf(started) };
    },
  };
}

function portOf({ stdout, stderr }: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = '';
    for (const stream of [stdout, stderr])
      stream?.on('data', (text) => {
        told += text;
        const [, port] = /listens on (\d+)/.exec(told) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
    stdout?.on('close', () => reject(new Error(told)));
  });
}

async function startWorkerd(folder: string, databaseUrl: string): Promise<Started> {
  await build({
    entryPoints: [join(walk, 'worker.mjs')],
    outfile: join(folder, 'worker.mjs'),
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'es2023', logLevel: 'error' },
    ...{ conditions: ['workerd', 'module'], external: ['@node-rs/*', 'cloudflare:*', 'pg-native'] },
    nodePaths: [join(folder, 'node_modules')],
    // `pg` is CommonJS, and requires modules of Node.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
  });
  const port = await freePort();
  const config = join(folder, 'workerd.capnp');
  writeFileSync(config, workerdConfig(port, databaseUrl));
  const started = spawn(join(folder, 'node_modules/.bin/workerd'), ['serve', config], { stdio: 'ignore' });
  await listening(port);
  return { process: started, port };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await fetch(`http://127.0.0.1:${port}/told`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`nothing answers on ${port}`);
}

const workerdConfig = (port: number, databaseUrl: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "app", worker = (
      modules = [(name = "worker", esModule = embed "worker.mjs")],
      compatibilityDate = "2026-11-01",
      compatibilityFlags = ["nodejs_compat"],
      bindings = [(name = "DATABASE_URL", text = "${databaseUrl}")],
      globalOutbound = "database",
    )),
    (name = "database", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "app")],
);
`;

const DENO = ['run', '--no-prompt', '--allow-net', '--allow-env', '--allow-read', '--allow-sys'];

const RUNTIMES: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((version) => server('Node', `node-${version}`, `node-${version}/bin/node`)),
  server('Node', 'node-26', 'node-26/bin/node', ['--no-addons'], OF_NODE),
  server('Bun', 'bun', '.bin/bun'),
  server('Deno', 'deno', '.bin/deno', [...DENO, '--allow-ffi']),
  server('Deno', 'deno', '.bin/deno', DENO, NOBLE),
  { name: 'workerd', dependency: 'workerd', argon2: NOBLE, start: startWorkerd },
];

type WholeWay = (fetchAt: (path: string, init?: RequestInit) => Promise<Response>) => Promise<Record<string, string>>;

/** Installs the runtimes of `walk/runtimes.json`, and walks the whole way in each, on a Postgres of its own. Returns the table of the guide. */
export async function tableOfRuntimes(): Promise<string> {
  const { wholeWay }: { wholeWay: WholeWay } = await import(pathToFileURL(join(walk, 'whole-way.mjs')).href);
  const places = join(home, 'node_modules/.cache');
  mkdirSync(places, { recursive: true });
  const folder = mkdtempSync(join(places, 'runtimes-'));
  try {
    copyFileSync(join(walk, 'runtimes.json'), join(folder, 'package.json'));
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: folder });
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const rows: string[] = [];
    for (const { name, dependency, argon2, start } of RUNTIMES) {
      const came = await inRuntime(start, folder, wholeWay);
      const faults = Object.entries(came).filter(([, one]) => one !== 'yes');
      const outcome = faults.map(([step, fault]) => `${step}: ${fault.slice(0, 200)}`).join('; ') || 'yes';
      rows.push(`| ${name} ${dependencies[dependency].replace(/^.*@/, '')} | ${argon2} | ${outcome} |`);
    }
    return ['| Runtime | argon2 of | The whole way |', '| --- | --- | --- |', ...rows].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inRuntime(start: Runtime['start'], folder: string, wholeWay: WholeWay) {
  const database = await emptyPostgres();
  let started: Started | undefined;
  try {
    started = await start(folder, database.url);
    const { port } = started;
    return await wholeWay((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
  } catch (fault) {
    return { start: String(fault) };
  } finally {
    if (started?.process.kill()) await once(started.process, 'exit');
    await database.drop();
  }
}
