import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, storedAccount } from '../embedded.test-support.ts';
import { PEPPERS, STORED_WITH_PEPPER } from '../kernel/passwords/formats/stored-with-pepper.test-support.ts';
import { passwordHashing } from '../kernel/passwords/password-hashing.ts';
import { ADA, imports, SINGLE } from './import-people.test-support.ts';

const CHEAP = { memoryCost: 8, timeCost: 1 };
const LOCKOUT = { ...SINGLE, lockout: { maxFailures: 3 } } as const;

const worldWith = (
  given: SallyportOptions['passwordHashing'],
  store?: Embedded['store'],
  policy: typeof SINGLE | typeof LOCKOUT = SINGLE,
): Promise<Embedded> =>
  embedded({ policy, passwordHashing: { ...CHEAP, ...given }, ...(store === undefined ? {} : { store }) });

async function tries(world: Embedded, password: string): Promise<string> {
  const given = await world.auth.signIn.begin(new Client(world).caller, { identifier: ADA, password });
  return isRefusal(given) ? given.refused : given.answer.status;
}

function storedBy(system: keyof typeof PEPPERS) {
  const found = STORED_WITH_PEPPER.find(({ passwordFormat }) => passwordFormat === system);
  if (found === undefined) throw new Error('there is no such hash');
  const { password = '', passwordHash, passwordFormat } = found;
  return { password, passwordHash, passwordFormat };
}

async function imported(world: Embedded, system: keyof typeof PEPPERS) {
  const { password, ...row } = storedBy(system);
  const [report] = await imports(world, [{ identifier: ADA, ...row }]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  return { accountId: report.accountId, password };
}

async function faultOf(world: Embedded, row: object): Promise<string> {
  const [report] = await imports(world, [{ identifier: ADA, ...row }]);
  const [fault, ...others] = report?.outcome === 'refused' ? report.errors : [];
  expect(others).toEqual([]);
  return `${fault?.path} ${fault?.code} ${fault?.message}`;
}

const SECRETS = Object.values(PEPPERS);

function expectNoPepper(told: unknown): void {
  const text = JSON.stringify(told);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

describe('a hash with a pepper that the host gives', () => {
  it.each(STORED_WITH_PEPPER)(
    'X43 X22 signs in, and is renewed without the pepper: $by',
    async ({ password = '', passwordHash, passwordFormat }) => {
      const world = await worldWith({ peppers: { [passwordFormat]: PEPPERS[passwordFormat] } });
      const [report] = await imports(world, [{ identifier: ADA, passwordHash, passwordFormat }]);
      if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
      expectNoPepper(await storedAccount(world.store, report.accountId));
      expect(await tries(world, `${password}.`)).toBe('invalid-credentials');
      expect(await tries(world, password)).toBe('complete');
      const { password: stored } = await storedAccount(world.store, report.accountId);
      expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
      expectNoPepper([
        await world.auth.people.export({ accountId: report.accountId }, { by: hostCode('host') }),
        world.logged,
        report,
      ]);
      const later = await worldWith({}, world.store);
      expect(await tries(later, password)).toBe('complete');
      await Promise.all([world.auth.close(), later.auth.close()]);
    },
  );

  it.each(['flask-security', 'devise'] as const)('X43 by another pepper signs nobody in: %s', async (system) => {
    const world = await worldWith({ peppers: { [system]: 'of another application' } });
    const { password } = await imported(world, system);
    expect(await tries(world, password)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('X43 X5 is told by no log and no error, also if the library of the host quotes its text', async () => {
    const world = await worldWith({
      peppers: PEPPERS,
      verifyBcrypt: (_, text) => Promise.reject(new Error(`cannot hash ${text}, nor ${PEPPERS.devise}`)),
    });
    const { password } = await imported(world, 'devise');
    expect(await tries(world, password)).toBe('provider-unavailable');
    expect(JSON.stringify(world.logged)).toContain('cannot hash …, nor …');
    expectNoPepper(world.logged);
    await world.auth.close();
  });

  it('X43 X6 can be the sample of imported hashes', async () => {
    const { passwordHash, passwordFormat } = storedBy('devise');
    const sample = { passwordHash, passwordFormat };
    const asked: string[] = [];
    const verifyBcrypt = (hash: string, text: string | Uint8Array): boolean => asked.push(`${hash} ${text}`) < 0;
    const world = await worldWith({ peppers: PEPPERS, verifyBcrypt, imported: sample });
    asked.length = 0;
    expect(await tries(world, 'a wrong one')).toBe('invalid-credentials');
    expect(asked).toEqual([`${passwordHash} a wrong one${PEPPERS.devise}`]);
    await world.auth.close();
    await expect(worldWith({ imported: sample })).rejects.toMatchObject({
      code: 'bad-hash-sample',
      message: expect.stringContaining('passwordHashing.peppers.devise'),
    });
  });

  it.each([
    [
      'Devise by argon2',
      'devise',
      '$argon2id$v=19$m=1024,t=3,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA',
      'use passwordEl',
    ],
    ['Flask-Security by a kind of Django', 'flask-security', 'bcrypt$$2b$12$x', 'SECURITY_PASSWORD_SINGLE_HASH'],
    ['Flask-Security by sha512_crypt', 'flask-security', '$6$rounds=1000$x$y', 'otherwise use passwordElsewhere'],
    ['a hash with a mark', 'devise', `~devise~${storedBy('devise').passwordHash}`, 'is no bcrypt of Devise'],
    ['half a bcrypt', 'devise', '$2a$05$half', 'is no bcrypt of two digits'],
  ])('X43 that cannot be verified is refused with the reason: %s', async (_, passwordFormat, passwordHash, reason) => {
    const world = await worldWith({ peppers: PEPPERS });
    expect(await faultOf(world, { passwordHash, passwordFormat })).toContain(reason);
    await world.auth.close();
  });
});

describe('a hash whose pepper the host does not give', () => {
  it.each([
    ['flask-security', "passwordHashing.peppers['flask-security']", { devise: PEPPERS.devise }],
    ['devise', 'passwordHashing.peppers.devise', { 'flask-security': PEPPERS['flask-security'] }],
    ['devise', 'passwordHashing.peppers.devise', { devise: undefined }],
    ['devise', 'passwordHashing.peppers.devise', undefined],
  ] as const)('X43 is refused in an import, with the name of the option: %s', async (system, option, peppers) => {
    const world = await worldWith({ peppers });
    const { passwordHash, passwordFormat } = storedBy(system);
    const expected = `passwordHash unknown-hash needs the pepper of the old system, which is missing: give the option ${option} of createSallyport`;
    expect(await faultOf(world, { passwordHash, passwordFormat })).toBe(expected);
    expect(await faultOf(world, { passwordHash: `~${system}~${passwordHash}` })).toBe(expected);
    expect((await world.auth.people.list()).accounts).toEqual([]);
    await world.auth.close();
  });

  it.each(['flask-security', 'devise'] as const)(
    'X43 X5 judges no guess any more, and the log names the option: %s',
    async (system) => {
      const before = await worldWith({ peppers: PEPPERS }, undefined, LOCKOUT);
      const { accountId, password } = await imported(before, system);
      const world = await worldWith({}, before.store, LOCKOUT);
      for (const shown of ['a', 'b', 'c', 'd', password])
        expect(await tries(world, shown)).toBe('provider-unavailable');
      expect(JSON.stringify(world.logged)).toContain('a stored hash needs the option passwordHashing.peppers');
      expect((await storedAccount(world.store, accountId)).password?.hash).toMatch(`~${system}~`);
      expect(await tries(before, password)).toBe('complete');
      await Promise.all([before.auth.close(), world.auth.close()]);
    },
  );

  it('X27 hinders no new password: the history passes over it', async () => {
    const turn = { queue: 'own', subject: 'ada' } as const;
    const { passwordHash, password } = storedBy('devise');
    const hash = `~devise~${passwordHash}`;
    expect(await passwordHashing({ peppers: PEPPERS }).matches(hash, password, turn)).toBe(true);
    expect(await passwordHashing().matches(hash, password, turn)).toBe(false);
    await expect(passwordHashing().verify(hash, password, turn)).rejects.toMatchObject({
      code: 'provider-unavailable',
    });
  });
});
