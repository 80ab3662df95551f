import { hash as argon2Hash } from '@node-rs/argon2';
import { verify as bcryptVerify } from '@node-rs/bcrypt';
import { isRefusal, type SallyportOptions } from '@sallyport/engine';
import { nobleArgon2 } from '@sallyport/engine/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imports } from '../../administration/import-people.test-support.ts';
import { Client, type Embedded, embedded, newAccount, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { settled, virtualTimer } from '../virtual-timer.test-support.ts';
import { STORED_BY_SERVERS } from './formats/stored-by-servers.test-support.ts';
import { STORED } from './formats/stored-passwords.test-support.ts';
import type { PasswordHasher } from './hasher.ts';

const CHEAP = { memoryCost: 8, timeCost: 1 };
const POLICY = { requiredStrength: 'single', lockout: { maxFailures: 5 } } as const;
const [ADA, NOBODY] = ['ada@example.org', 'nobody@example.org'];

const worldWith = (passwordHashing: SallyportOptions<string>['passwordHashing']): Promise<Embedded> =>
  embedded({ policy: POLICY, passwordHashing: { ...CHEAP, ...passwordHashing } });

async function tries(world: Embedded, identifier: string, password: string): Promise<string> {
  const given = await world.auth.signIn.begin(new Client(world).caller, { identifier, password });
  return isRefusal(given) ? given.refused : given.answer.status;
}

/** A library of the host, with all that it was asked for. */
function watched(changed: Partial<PasswordHasher> = {}) {
  const asked: string[] = [];
  let [running, most] = [0, 0];
  const counted = async <Answer>(name: string, answer: () => Answer | Promise<Answer>): Promise<Answer> => {
    asked.push(name);
    running += 1;
    most = Math.max(most, running);
    await settled();
    const given = await answer();
    running -= 1;
    return given;
  };
  const library = {
    ...nobleArgon2,
    verifyBcrypt: (hash: string, text: string) => bcryptVerify(text, hash),
    ...changed,
  };
  const hasher = {
    hash: (password, cost) => counted(`hash m=${cost.memoryCost}`, () => library.hash(password, cost)),
    verify: (hash, password) => counted(`verify ${/m=\d+/.exec(hash)?.[0]}`, () => library.verify(hash, password)),
    verifyBcrypt: (hash, password) => counted('verifyBcrypt', () => library.verifyBcrypt(hash, password)),
  } satisfies PasswordHasher;
  return { hasher, asked, most: () => most };
}

describe('a password hash of the host', () => {
  const { hasher, asked, most } = watched();
  let world: Embedded;
  beforeAll(async () => {
    world = await worldWith({ ...hasher, concurrency: 2 });
    await newAccount(world, ADA);
  });
  afterAll(() => world.auth.close());

  const work = async (does: () => Promise<unknown>): Promise<readonly string[]> => {
    asked.length = 0;
    await does();
    return [...asked];
  };

  it('X12 X20 signs in with the right password, and with no other', async () => {
    expect(await tries(world, ADA, `${PASSWORD}.`)).toBe('invalid-credentials');
    expect(await tries(world, ADA, PASSWORD)).toBe('complete');
  });

  it('X6 an unknown account takes the work of a known one', async () => {
    expect(await work(() => tries(world, NOBODY, PASSWORD))).toEqual(['verify m=8']);
    expect(await work(() => tries(world, ADA, 'a wrong one'))).toEqual(['verify m=8']);
  });

  it('X12 renews a hash of another cost, and no hash of this cost', async () => {
    const account = await newAccount(world, 'dora@example.org');
    const stored = async () => (await storedAccount(world.store, account)).password?.hash;
    const before = await stored();
    expect(await work(() => tries(world, 'dora@example.org', PASSWORD))).toEqual(['verify m=8']);
    expect(await stored()).toBe(before);
    const dearer = await embedded({
      store: world.store,
      policy: POLICY,
      passwordHashing: { ...hasher, ...CHEAP, memoryCost: 16 },
    });
    expect(await work(() => tries(dearer, 'dora@example.org', PASSWORD))).toEqual(['verify m=8', 'hash m=16']);
    expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=16,t=1,p=1\$/);
    await dearer.auth.close();
  });

  it('X12 waits in the queue, so that no more hashes run at once than the host allows', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, place) => tries(world, `stranger-${place}`, PASSWORD)));
    expect(most()).toBe(2);
  });

  it.each([
    ['argon2 0.45.1 (npm)', 'verify m=1024'],
    ['Django 3.2.25, bcrypt_sha256', 'verifyBcrypt'],
    ['Django 3.2.25, bcrypt', 'verifyBcrypt'],
    ['Request Tracker 5.0.3, bcrypt', 'verifyBcrypt'],
    ['Werkzeug 2.2.2, salt of 8 letters', undefined],
  ])('X22 X43 verifies imported hashes, and renews them: %s', async (by, call) => {
    const row = [...STORED, ...STORED_BY_SERVERS].find((one) => one.by === by);
    if (row === undefined) throw new Error('there is no such hash');
    const { passwordHash, passwordFormat, password = PASSWORD } = row;
    const identifier = `person of ${by}`;
    const [report] = await imports(world, [{ identifier, passwordHash, passwordFormat }]);
    if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
    expect(await tries(world, identifier, `${password}.`)).toBe('invalid-credentials');
    const calls = await work(async () => expect(await tries(world, identifier, password)).toBe('complete'));
    expect(calls).toEqual([...(call === undefined ? [] : [call]), 'hash m=8']);
    expect(await tries(world, identifier, password)).toBe('complete');
  });

  it('X22 a hash that costs too much is refused, and never reaches the library', async () => {
    const passwordHash = '$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA';
    const [calls, [report]] = [[...asked], await imports(world, [{ identifier: 'too costly', passwordHash }])];
    expect(report).toMatchObject({ outcome: 'refused', errors: [{ code: 'too-costly-hash' }] });
    expect(asked).toEqual(calls);
  });
});

describe('bcrypt of the host beside @node-rs/argon2', () => {
  const DJANGO = STORED.find(({ by }) => by === 'Django 3.2.25, bcrypt')?.passwordHash;
  const imported = async (verifyBcrypt: PasswordHasher['verifyBcrypt']): Promise<Embedded> => {
    const world = await worldWith({ verifyBcrypt });
    await imports(world, [{ identifier: ADA, passwordHash: DJANGO }]);
    return world;
  };

  it('X22 judges imported hashes', async () => {
    const asked: string[] = [];
    const world = await imported((hash, text) => {
      asked.push(hash.slice(0, 7));
      return bcryptVerify(text, hash);
    });
    expect(await tries(world, ADA, `${PASSWORD}.`)).toBe('invalid-credentials');
    expect(await tries(world, ADA, PASSWORD)).toBe('complete');
    expect(asked).toEqual(['$2b$12$', '$2b$12$']);
    await world.auth.close();
  });

  it('X22 X5 that cannot be loaded judges no guess, and the log says so', async () => {
    const world = await imported(() => Promise.reject(new Error('no binary for this platform')));
    expect(await tries(world, ADA, PASSWORD)).toBe('provider-unavailable');
    expect(JSON.stringify(world.logged)).toContain('no binary for this platform');
    await world.auth.close();
  });
});

describe('a library that writes its parameters in another order', () => {
  it('X12 has hashes of the own kind: they are not renewed at each sign-in', async () => {
    const { hasher, asked } = watched({
      // As npm argon2 0.45.1 does.
      hash: async (password, { memoryCost, timeCost, parallelism }) =>
        (await argon2Hash(password, { memoryCost, timeCost, parallelism })).replace(/(t=\d+),(p=\d+)/, '$2,$1'),
    });
    const world = await worldWith(hasher);
    const account = await newAccount(world, ADA);
    expect((await storedAccount(world.store, account)).password?.hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    asked.length = 0;
    expect(await tries(world, ADA, PASSWORD)).toBe('complete');
    expect(asked).toEqual(['verify m=8']);
    await world.auth.close();
  });
});

describe('X20 functions that hash no passwords stop the start-up', () => {
  it.each<readonly [string, Partial<PasswordHasher>, string]>([
    ['a hash of no text', { hash: () => undefined as never }, 'passwordHashing.hash answered no argon2id hash'],
    ['a hash of another kind', { hash: () => String(STORED[6]?.passwordHash) }, 'passwordHashing.hash answered no'],
    [
      'a cost of its own',
      { hash: (text, cost) => argon2Hash(text, { ...cost, memoryCost: 64 }) },
      'and of the asked cost',
    ],
    ['argon2i', { hash: (text, cost) => argon2Hash(text, { ...cost, algorithm: 1 }) }, 'no argon2id hash'],
    ['a hash that throws', { hash: () => Promise.reject(new Error('no memory')) }, 'no memory'],
    ['a verify that throws', { verify: () => Promise.reject(new Error('no module')) }, 'no module'],
    [
      'a verify of no verdict',
      { verify: () => 'no' as never },
      'passwordHashing.verify answered neither true nor false',
    ],
    ['a verify that takes everything', { verify: () => true }, 'passwordHashing.verify does not judge'],
    ['a verify that takes nothing', { verify: () => false }, 'passwordHashing.verify does not judge'],
    [
      'a verify with the password first',
      { verify: (hash, text) => nobleArgon2.verify(String(text), hash) },
      'does not judge',
    ],
  ])('X20 %s', async (_, changed, message) => {
    await expect(worldWith({ ...nobleArgon2, ...changed })).rejects.toMatchObject({
      code: 'bad-password-hashing',
      message: expect.stringContaining(message),
    });
  });
});

describe('a library that fails later', () => {
  const failing = async (answer: () => unknown) => {
    let broken = false;
    const world = await worldWith({
      ...nobleArgon2,
      verify: async (hash, text) => (broken ? (answer() as boolean) : nobleArgon2.verify(hash, text)),
    });
    await newAccount(world, ADA);
    const breaks = (is: boolean): void => {
      broken = is;
    };
    return { world, breaks };
  };

  it.each<readonly [string, () => unknown, string]>([
    ['throws', () => Promise.reject(new Error(`cannot hash ${PASSWORD}`)), 'cannot hash …'],
    ['answers with a text', () => 'false', 'neither true nor false'],
    ['answers with a number', () => 1, 'neither true nor false'],
  ])(
    'X5 that %s judges no guess: 503, nothing is counted, and the log has the cause without the password',
    async (_, answer, because) => {
      const { world, breaks } = await failing(answer);
      breaks(true);
      for (let guess = 0; guess < 7; guess += 1) {
        expect(await tries(world, ADA, PASSWORD)).toBe('provider-unavailable');
        expect(await tries(world, NOBODY, PASSWORD)).toBe('provider-unavailable');
      }
      breaks(false);
      expect(await tries(world, ADA, PASSWORD)).toBe('complete');
      const told = JSON.stringify(world.logged);
      expect(told).toContain('passwordHashing.verify');
      expect(told).toContain(because);
      expect(told).not.toContain(PASSWORD);
      await world.auth.close();
    },
  );

  it('X20 that never answers leaves the queue after 30 seconds', async () => {
    const timer = virtualTimer();
    let silent = false;
    const world = await embedded({
      timer,
      policy: POLICY,
      passwordHashing: {
        ...{ ...CHEAP, ...nobleArgon2, concurrency: 1 },
        verify: (hash, text) => (silent ? new Promise(() => {}) : nobleArgon2.verify(hash, text)),
      },
    });
    await newAccount(world, ADA);
    silent = true;
    const stuck = tries(world, ADA, PASSWORD);
    await settled();
    silent = false;
    const waiting = tries(world, ADA, PASSWORD);
    await settled();
    await timer.pass(30_000);
    expect(await stuck).toBe('provider-unavailable');
    expect(await waiting).toBe('complete');
    await world.auth.close();
  });
});
