import { createAuthenticator } from '@sallyport/testing/authenticator';
import { afterAll, expect, onTestFinished } from 'vitest';
import { startQuickstart } from '../../src/server.ts';
import { ADMINISTRATORS, Administration } from './administration.ts';
import { Client, type Mode } from './client.ts';
import { Clock, MINUTE } from './clock.ts';
import { complete } from './expectations.ts';
import { mailsTo, nextMail } from './mail.ts';
import { Person, succeeded, type World } from './person.ts';
import { emptyDatabase } from './servers/databases.ts';
import type { Mail } from './shapes.ts';

type StartOptions = NonNullable<Parameters<typeof startQuickstart>[0]>;
export type Policy = NonNullable<StartOptions['policy']>;
export type Framework = NonNullable<StartOptions['framework']>;
export type Store = NonNullable<StartOptions['store']>;

/** The password of every account of the quickstart and of tests. */
export const PASSWORD = 'correct horse battery staple';

/** The quickstart's own first policy, for tests that extend the policy. */
export const FIRST_POLICY = {
  administrators: ADMINISTRATORS,
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
} as const satisfies Policy;

/** The framework of the whole suite, unless a test names another framework. */
const FRAMEWORK: Framework = process.env['FRAMEWORK'] === 'koa' ? 'koa' : 'express';

/** The store of the whole suite, unless a test names another store. */
export const STORE: Store = storeOf(process.env['STORE']);

function storeOf(name = 'memory'): Store {
  if (name === 'memory' || name === 'postgres' || name === 'mongo' || name === 'sqlite') return name;
  throw new Error(`STORE is '${name}', and must be 'memory', 'postgres', 'mongo' or 'sqlite'.`);
}

/** A running quickstart for tests, with its own clock. */
export class Quickstart implements World {
  readonly clock: Clock;
  readonly url: string;
  readonly #close: () => Promise<void>;
  readonly #ada: Person;
  #adaProvedAt = Number.NEGATIVE_INFINITY;
  #newcomers = 0;

  constructor(clock: Clock, url: string, close: () => Promise<void>) {
    this.clock = clock;
    this.url = url;
    this.#close = close;
    this.#ada = this.person('ada@example.org');
  }

  close(): Promise<void> {
    return this.#close();
  }

  newClient(mode: Mode = 'cookie'): Client {
    return new Client(new URL(this.url).origin, mode);
  }

  /** A person at a new device: a seeded person (`src/people.ts`), or a person whose account the test makes. For a new account call `newcomer`. */
  person(identifier: string, mode: Mode = 'cookie'): Person {
    const has = { password: PASSWORD, backupCodes: [], authenticator: createAuthenticator() };
    return new Person(this, identifier, this.newClient(mode), has);
  }

  /** Adds an account with a password and a mailbox. */
  async newcomer(...roles: readonly string[]): Promise<Person> {
    this.#newcomers += 1;
    const person = this.person(`newcomer-${this.#newcomers}@example.org`);
    const created = await (await this.admin()).creates({
      identifier: person.identifier,
      email: person.identifier,
      password: PASSWORD,
      roles,
    });
    succeeded(created, `adding ${person.identifier}`);
    person.has.accountId = created.body.accountId;
    return person;
  }

  /** Ada, the policy administrator, with a recent proof of all her factors. */
  async admin(): Promise<Administration> {
    if (this.clock.now - this.#adaProvedAt > 5 * MINUTE) {
      await this.#adaSignsIn();
      this.#adaProvedAt = this.clock.now;
    }
    return new Administration(this.#ada);
  }

  /** A new administrator of people, with a recent proof of every factor. The policy must require `enhanced` for the role `admin`. */
  async administratorOfPeople(): Promise<Administration> {
    const person = await this.newcomer('admin');
    await person.proves('password', 'email-code');
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
    return new Administration(person);
  }

  mailsTo(address: string): Promise<readonly Mail[]> {
    return mailsTo(this.newClient(), address);
  }

  nextMail(address: string, kind: 'code' | 'token', known: number): Promise<Mail> {
    return nextMail((to) => this.mailsTo(to), { address, kind, known }, { timeout: 60_000, interval: 10 });
  }

  async #adaSignsIn(): Promise<void> {
    const ada = this.#ada;
    if (ada.has.totpSecret === undefined) {
      const reply = await ada.proves('password', 'email-code');
      succeeded(reply, 'the first sign-in of ada');
      succeeded(await ada.enrollsTotp(), 'setting up the authenticator app of ada');
      if (reply.body.status === 'enroll') return;
    }
    succeeded(await ada.proves('password', 'totp'), 'signing in as ada');
  }
}

export type QuickstartOptions = Omit<StartOptions, 'clock' | 'origin' | 'port'>;

/** Cheap hashing, for tests with hundreds of sign-ins. */
export const CHEAP_HASHING = { memoryCost: 8, timeCost: 1 } as const;

/** Hashing that takes about a fifth of the default: many concurrent passwords wait in the line for the hashing. */
export const HASHING_IN_A_LINE = { memoryCost: 4_096, timeCost: 2 } as const;

/** Hashing at the default cost, for tests of the cost. */
export const HASHING_IN_EARNEST = {} as const;

/** Starts a quickstart for all tests of a file, with cheap hashing unless `options` say otherwise. Closes the quickstart after the tests. */
export async function quickstartForThisFile(options: QuickstartOptions = {}): Promise<Quickstart> {
  const app = await openQuickstart(options);
  afterAll(() => app.close());
  return app;
}

/** Starts a quickstart for one test. Closes the quickstart after the test. */
export async function quickstartForThisTest(options: QuickstartOptions = {}): Promise<Quickstart> {
  const app = await openQuickstart(options);
  onTestFinished(() => app.close());
  return app;
}

async function openQuickstart(options: QuickstartOptions): Promise<Quickstart> {
  const clock = new Clock();
  const { url, close } = await startOnEmptyStore({
    framework: FRAMEWORK,
    passwordHashing: CHEAP_HASHING,
    ...options,
    clock: () => clock.now,
  });
  return new Quickstart(clock, url, close);
}

/** Starts a quickstart on a free port, and on an empty database. Ada administers, unless the policy names other administrators. */
export async function startOnEmptyStore(options: StartOptions = {}): ReturnType<typeof startQuickstart> {
  const { store = STORE, policy } = options;
  const database = await emptyDatabase(store);
  const databaseUrl = database === undefined ? {} : { databaseUrl: database.url };
  const { url, close } = await startQuickstart({
    port: 0,
    ...options,
    policy: policy && { administrators: ADMINISTRATORS, ...policy },
    store,
    ...databaseUrl,
  });
  return {
    url,
    async close() {
      await close();
      await database?.drop();
    },
  };
}
