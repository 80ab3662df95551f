import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sallyport/test-support/free-port';

const folder = fileURLToPath(new URL('..', import.meta.url));
const program = createRequire(import.meta.url).resolve('next/dist/bin/next');

/** The app, built and served by Next's own commands. */
export interface Served {
  readonly origin: string;
  /** Starts the built app once more, at a free port and without a secret. Returns the exit code and the output of the process. */
  startWithoutSecret(): Promise<{ readonly code: number | null; readonly output: string }>;
  /** What `next build` printed. */
  readonly built: string;
  /** The last code that was mailed to an address, from the app's output. */
  codeFor(address: string): Promise<string>;
  /** The token of the last link of a sign-up that was mailed to an address. */
  tokenFor(address: string): Promise<string>;
  stop(): void;
}

/** Builds and serves the app. @throws Error with Next's output if the build or the start fails */
export async function buildAndServe(): Promise<Served> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = { ORIGIN: origin, SALLYPORT_SECRET: 'a secret that only this test knows, and nobody needs' };
  const built = next(['build'], env);
  await ended(built);
  const server = next(['start', '-p', String(port)], env);
  await said(server, /Ready in/);
  return {
    origin,
    built: built.output(),
    async startWithoutSecret() {
      const { child, output } = next(['start', '-p', String(await freePort())], { ...env, SALLYPORT_SECRET: '' });
      const [code] = await once(child, 'exit');
      return { code, output: output() };
    },
    codeFor: (address) => mailed(server, `mail to ${address}, email-code`),
    tokenFor: (address) => mailed(server, `mail to ${address}, sign-up`),
    stop: () => server.stop(),
  };
}

/** The secret of the last mail with this beginning. */
async function mailed(server: Running, beginning: string): Promise<string> {
  await said(server, new RegExp(`${beginning}: \\S+\\n`));
  return [...server.output().matchAll(new RegExp(`${beginning}: (\\S+)\\n`, 'g'))].at(-1)?.[1] ?? '';
}

interface Running {
  readonly child: ChildProcess;
  output(): string;
  stop(): void;
}

function next(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  let output = '';
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
    // A new process group, so that one signal reaches all child processes.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  return { child, output: () => output, stop };
}

function ended({ child, output }: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(output()))));
  });
}

/** Waits until a program has printed a text. Rejects if the program ends earlier. */
function said({ child, output }: Running, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`ended without ${what}: ${output()}`));
    const look = (): void => {
      if (!what.test(output())) return;
      child.stdout?.off('data', look);
      child.off('exit', ended);
      resolve();
    };
    child.stdout?.on('data', look);
    child.on('exit', ended);
    look();
  });
}
