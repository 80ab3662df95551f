import { hash as argon2Hash } from '@node-rs/argon2';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { embedded, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { HashingBusy } from './fair-line.ts';
import { passwordHashing } from './password-hashing.ts';

const CHEAP = { memoryCost: 8, timeCost: 1 };
const TURN = { queue: 'stranger', subject: 'somebody' } as const;

describe('password hashing', () => {
  it('X12 takes the same password however its letters are composed, and no other', async () => {
    const hashing = passwordHashing(CHEAP);
    const hash = await hashing.hash('cliché déjà vu'.normalize('NFD'), TURN);
    expect(await hashing.verify(hash, 'cliché déjà vu'.normalize('NFC'), TURN)).toBe(true);
    expect(await hashing.verify(hash, 'cliche deja vu', TURN)).toBe(false);
  });

  it('X12 is argon2id at the cost that was asked for, salted anew each time', async () => {
    const hashing = passwordHashing(CHEAP);
    const [first, second] = [await hashing.hash('the same', TURN), await hashing.hash('the same', TURN)];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    expect(first).not.toBe(second);
    expect(await passwordHashing().hash('the same', TURN)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('X12 renews a hash of another cost when its password is next shown, and only then', async () => {
    const world = await embedded();
    const id = await newAccount(world, 'dora@example.org');
    const account = await world.store.readAccount(TENANT, id);
    if (account?.password === undefined) throw new Error('there is no password');
    const old = await argon2Hash(PASSWORD, { memoryCost: 16, timeCost: 2, parallelism: 1 });
    const version = account.version + 1;
    await world.store.commit({
      tenant: TENANT,
      now: forAdapters(world.auth).now(),
      guards: { account: { id, version: account.version } },
      account: { ...account, version, password: { ...account.password, hash: old } },
      events: [],
    });
    const stored = async () => (await world.store.readAccount(TENANT, id))?.password;
    const caller = { tenant: TENANT, mode: 'token' } as const;
    await world.auth.signIn.begin(caller, { identifier: 'dora@example.org', password: 'a wrong one' });
    expect((await stored())?.hash).toBe(old);
    await world.auth.signIn.begin(caller, { identifier: 'dora@example.org', password: PASSWORD });
    expect((await stored())?.hash).toMatch(/m=8,t=1/);
    expect((await stored())?.id).toBe(account.password.id);
    expect(await passwordHashing(CHEAP).verify((await stored())?.hash ?? '', PASSWORD, TURN)).toBe(true);
    await world.auth.close();
  });

  it('X12 hashes so many at once, keeps 500 in line however few were asked for, and refuses the rest before it hashes', async () => {
    const hashing = passwordHashing({ ...CHEAP, concurrency: 2, queue: 1 });
    const outcomes = await Promise.all(
      Array.from({ length: 600 }, () =>
        hashing.hash('one of many', TURN).then(
          () => 'hashed',
          (error: unknown) => (error instanceof HashingBusy ? error.code : 'another'),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'hashed')).toHaveLength(502);
    expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(98);
    expect(await hashing.hash('and afterwards', TURN)).toMatch(/^\$argon2id/);
  });

  it('X6 pretends as long as it verifies, and never finds anything right', async () => {
    const hashing = passwordHashing(CHEAP);
    expect(await hashing.pretend('no account has this password', TURN)).toBe(false);
    expect(await hashing.pretend('', TURN)).toBe(false);
  });

  it('X12 two halves of characters are not one password', async () => {
    const hashing = passwordHashing(CHEAP);
    expect(await hashing.verify(await hashing.hash('a password \uFFFD', TURN), 'a password \uD800', TURN)).toBe(false);
    expect(await hashing.verify(await hashing.hash('a password \uFFFD', TURN), 'a password \uFFFD', TURN)).toBe(true);
  });

  it('X5 a fault of the hashing is no wrong guess: it is thrown, and so the attempt is given back', async () => {
    const fault = Object.assign(new Error('out of memory'), { code: 'GenericFailure' });
    const broken = passwordHashing(CHEAP, async () => ({ hash: argon2Hash, verify: () => Promise.reject(fault) }));
    const hash = await broken.hash('a password', TURN);
    await expect(broken.verify(hash, 'a password', TURN)).rejects.toBe(fault);
    expect(await passwordHashing(CHEAP).verify(hash, 'a password', TURN)).toBe(true);
  });

  it.each([
    '',
    'plain',
    '$argon2id$',
    '$argon2id$v=19$m=8,t=1,p=1$',
    '$argon2id$v=19$m=x$c2FsdHNhbHQ$aGFzaA',
    '$2b$10$abc',
  ])('X12 nothing matches the stored text %j, and nothing is thrown', async (stored) => {
    expect(await passwordHashing(CHEAP).verify(stored, 'a password', TURN)).toBe(false);
  });
});
