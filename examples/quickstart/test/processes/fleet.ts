import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sallyport/test-support/free-port';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { Administration } from '../support/administration.ts';
import { Client } from '../support/client.ts';
import { Clock } from '../support/clock.ts';
import { mailsTo, nextMail } from '../support/mail.ts';
import { Person, succeeded, type World } from '../support/person.ts';
import { PASSWORD } from '../support/quickstart.ts';
import type { DatabaseKind } from '../support/servers/start-server.ts';
import type { Mail } from '../support/shapes.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Ends the process when its parent ends, so that a killed test leaves no process behind. */
const ENDS_WITH_ITS_PARENT = 'data:text/javascript,process.on("disconnect", () => process.exit())';

/** The clock of this machine. Tests cannot advance it. */
class MachineClock extends Clock {
  override get now(): number {
    return Date.now();
  }
  override advance(): void {}
}

/** Several processes of the built quickstart, with one origin and one database. */
export class Fleet implements World {
  readonly clock: Clock = new MachineClock();
  /** The origin for browsers. Every process serves this origin. */
  readonly origin: string;
  readonly size: number;
  readonly #addresses: readonly string[];
  readonly #children: readonly ChildProcess[];
  #ada: Promise<Administration> | undefined;
  /** The last output of the processes. */
  log: string;

  private constructor(ports: readonly number[], store: DatabaseKind, databaseUrl: string) {
    this.log = '';
    this.size = ports.length;
    this.#addresses = ports.map((port) => `http://localhost:${port}`);
    this.origin = this.#addresses[0] ?? '';
    const url = store === 'postgres' ? { DATABASE_URL: databaseUrl } : { MONGODB_URL: databaseUrl };
    this.#children = ports.map((port) => {
      const env = { ...process.env, ...url, STORE: store, PORT: `${port}`, ORIGIN: this.origin };
      const child = spawn(process.execPath, ['--import', ENDS_WITH_ITS_PARENT, MAIN], {
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (bytes) => {
          this.log = (this.log + bytes).slice(-10_000);
        });
      }
      return child;
    });
  }

  /** Starts all processes at the same time, on an empty database. */
  static async start(size: number, store: DatabaseKind, databaseUrl: string): Promise<Fleet> {
    if (!existsSync(MAIN)) throw new Error('The quickstart is not built yet: `npm run build` does that.');
    const ports = await Promise.all(Array.from({ length: size }, freePort));
    const fleet = new Fleet(ports, store, databaseUrl);
    for (let process = 0; process < size; process += 1) {
      await fleet.#serves(process).catch(async (error: unknown) => {
        await fleet.stop();
        throw error;
      });
    }
    return fleet;
  }

  /** A client at one of the processes. */
  newClient(process = 0): Client {
    return new Client(this.origin, 'cookie', this.#addresses[process % this.size] ?? this.origin);
  }

  person(identifier: string, process = 0): Person {
    const has = { password: PASSWORD, backupCodes: [], authenticator: createAuthenticator() };
    return new Person(this, identifier, this.newClient(process), has);
  }

  /** Ada, signed in at the first process with all of her factors. */
  admin(): Promise<Administration> {
    this.#ada ??= this.#adaSignsIn();
    return this.#ada;
  }

  /** Reads the mails of the first process. Each process has its own mailbox, and people sign in at the first process. */
  mailsTo(address: string): Promise<readonly Mail[]> {
    return mailsTo(this.newClient(), address);
  }

  nextMail(address: string, kind: 'code' | 'token', known: number): Promise<Mail> {
    return nextMail((to) => this.mailsTo(to), { address, kind, known }, { timeout: 60_000, interval: 20 });
  }

  /** The number of ended processes. No process may end. */
  get ended(): number {
    return this.#children.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null).length;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }

  async #serves(process: number): Promise<void> {
    const client = this.newClient(process);
    for (const end = Date.now() + 180_000; Date.now() < end; await pause(100)) {
      const child = this.#children[process];
      if (child?.exitCode !== null) break;
      const isServing = await client.host('GET', '/healthz').then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isServing) return;
    }
    throw new Error(`Process ${process} does not serve:\n${this.log}`);
  }

  async #adaSignsIn(): Promise<Administration> {
    const ada = this.person('ada@example.org');
    succeeded(await ada.proves('password', 'email-code'), 'the first sign-in of ada');
    succeeded(await ada.enrollsTotp(), 'setting up the authenticator app of ada');
    return new Administration(ada);
  }
}
