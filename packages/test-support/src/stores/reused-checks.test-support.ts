import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { thoroughly } from '../how-much.ts';
import { type ProcessOptions, TAKEN, type Taken, type Told } from './reusing-process.ts';

export interface ReusedChecksOptions {
  /** The program of a process. It makes a store of its second argument, and calls `reusingProcess` with the first, in JSON. */
  readonly program: string;
  /** Packages that are not bundled: the driver. */
  readonly external: readonly string[];
  /** A new, empty database. */
  readonly database: () => Promise<{ readonly address: string; close(): Promise<void> }>;
}

const REUSE = 250;

class AppProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(fault: Error): void }>();
  readonly #ready: Promise<unknown>;
  #asked = 0;

  constructor(program: string, address: string, options: ProcessOptions) {
    const args = ['--enable-source-maps', program, JSON.stringify(options), address];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#ready = new Promise((resolve, reject) => this.#waiting.set(0, { resolve, reject }));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { number, answered, fault } = JSON.parse(line);
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (fault === undefined) waiting?.resolve(answered);
      else waiting?.reject(new Error(fault));
    });
    child.stdin.on('error', () => undefined);
    child.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the process is over'));
    });
  }

  async ready(): Promise<this> {
    await this.#ready;
    return this;
  }

  ask(told: Told): Promise<unknown> {
    const number = ++this.#asked;
    const answer = new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
    this.#child.stdin?.write(`${JSON.stringify({ number, told })}\n`);
    return answer;
  }

  async admits(token: string): Promise<boolean> {
    return (await this.ask({ does: 'check', token })) === true;
  }

  async signIn(identifier: string): Promise<string> {
    return String(await this.ask({ does: 'sign-in', identifier }));
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Tests the reuse of session checks by processes of Node over one database: one serves people, and another one takes something from their sessions. */
export function reusedChecks({ program, external, database }: ReusedChecksOptions): void {
  const built = join(dirname(program), `../../node_modules/.cache/tests/${process.pid}-reusing.cjs`);
  let own: Awaited<ReturnType<typeof database>>;
  let serving: AppProcess;
  let people = 0;
  const processes: AppProcess[] = [];

  const start = (options: ProcessOptions): Promise<AppProcess> => {
    const made = new AppProcess(built, own.address, options);
    processes.push(made);
    return made.ready();
  };
  const name = (): string => `person-${++people}@example.org`;

  beforeAll(async () => {
    mkdirSync(dirname(built), { recursive: true });
    await build({
      ...{ entryPoints: [program], outfile: built, bundle: true, format: 'cjs', platform: 'node', target: 'node20' },
      ...{ conditions: ['@sallyport/source', 'import'], logLevel: 'silent' },
      define: { 'import.meta.url': 'ownUrl' },
      banner: { js: `const ownUrl = require('node:url').pathToFileURL(__filename).href;` },
      external: ['@node-rs/*', '@opentelemetry/*', ...external],
    });
    own = await database();
    serving = await start({ reuse: '250ms', isOld: true });
  });
  afterEach(() => {
    for (const one of processes.filter((each) => each !== serving)) one.kill();
  });
  afterAll(async () => {
    serving?.kill();
    await own?.close();
  });

  /** Others read and sign in meanwhile. Returns a function that ends this. */
  const underLoad = async (acting: AppProcess): Promise<() => Promise<void>> => {
    const tokens = await Promise.all(Array.from({ length: 8 }, () => serving.signIn(name())));
    let isOver = false;
    const until = async (act: () => Promise<unknown>): Promise<void> => {
      while (!isOver) {
        await act().catch(() => undefined);
        await sleep(2);
      }
    };
    const all = [...tokens.map((token) => until(() => serving.admits(token))), until(() => acting.signIn(name()))];
    return async () => {
      isOver = true;
      await Promise.all(all);
    };
  };

  /** How many requests were admitted that began after the answer, and how long the answer took. */
  const takesFrom = async (
    acting: AppProcess,
    what: Taken,
  ): Promise<{ readonly late: number; readonly took: number }> => {
    const identifier = name();
    const token = await acting.signIn(identifier);
    expect(await serving.admits(token)).toBe(true);
    let [isAnswered, late] = [false, 0];
    const asking = Array.from({ length: 4 }, async () => {
      for (let after = 0; after < 10; ) {
        if (isAnswered) after += 1;
        const isLate = isAnswered;
        if ((await serving.admits(token)) && isLate) late += 1;
        await sleep(isLate ? 25 : 3);
      }
    });
    await sleep(20);
    const begun = performance.now();
    await acting.ask({ does: 'take', what, identifier, token });
    isAnswered = true;
    const took = performance.now() - begun;
    await Promise.all(asking);
    if (what === 'policy') await acting.ask({ does: 'loosen' });
    return { late, took };
  };

  describe.each(TAKEN)('X11 after the answer to a %s', (what) => {
    it.each<[string, ProcessOptions]>([
      ['another process that reuses checks', { reuse: '250ms', isOld: true }],
      ['a script of an operator', {}],
    ])('by %s, under load, every request is refused', async (_, options) => {
      const acting = await start(options);
      const end = await underLoad(acting);
      const found = [];
      for (let round = 0; round < thoroughly(5, 1); round++) found.push(await takesFrom(acting, what));
      await end();
      expect(found.map(({ late }) => late)).toEqual(found.map(() => 0));
      for (const { took } of found) expect(took).toBeGreaterThan(REUSE);
    });
  });

  it('X11 the serving process reuses checks meanwhile', async () => {
    const { asked, read } = Object((await serving.ask({ does: 'count' })) ?? {});
    expect(read).toBeLessThan(asked / 2);
  });

  it('X11 a process that does not wait would be found', async () => {
    const acting = await start({ isUnaware: true });
    let found = 0;
    for (let round = 0; round < 30 && found === 0; round++) found += (await takesFrom(acting, 'block')).late;
    expect(found).toBeGreaterThan(0);
  });

  it('X11 the hold of a process that was killed still counts', async () => {
    const killed = await start({ reuse: '250ms', isOld: true });
    killed.kill();
    const acting = await start({});
    const { late, took } = await takesFrom(acting, 'block');
    expect(late).toBe(0);
    expect(took).toBeGreaterThan(REUSE);
  });

  it('X11 what a process took that was killed before its answer is taken a quarter of a second later', async () => {
    const isKilledFirst = async (): Promise<boolean> => {
      const acting = await start({});
      const identifier = name();
      const token = await acting.signIn(identifier);
      expect(await serving.admits(token)).toBe(true);
      const taking = acting.ask({ does: 'take', what: 'block', identifier, token });
      const wasKilled = taking.then(
        () => false,
        () => true,
      );
      await expect.poll(() => serving.admits(token), { interval: 5 }).toBe(false);
      acting.kill();
      await sleep(REUSE);
      expect(await serving.admits(token)).toBe(false);
      return wasKilled;
    };
    // On a busy machine the answer may be sent before the process is killed.
    for (let tries = 0; tries < 10; tries++) if (await isKilledFirst()) return;
    expect.fail('no process was killed before its answer');
  });

  it.each([3_600_000, -3_600_000])('X11 a clock that jumps by %i ms brings nothing back', async (milliseconds) => {
    const acting = await start({});
    for (const jumping of [serving, acting]) {
      const jump = async (by: number): Promise<unknown> => jumping.ask({ does: 'jump', milliseconds: by });
      const identifier = name();
      const token = await acting.signIn(identifier);
      await serving.admits(token);
      const taking = acting.ask({ does: 'take', what: 'block', identifier, token });
      await jump(milliseconds);
      await taking;
      expect(await serving.admits(token)).toBe(false);
      await jump(0);
      expect(await serving.admits(token)).toBe(false);
    }
  });
}
