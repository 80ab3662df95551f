import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { hash as argon2Hash } from '@node-rs/argon2';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import type { AccountId } from '@sallyport/engine';
import type { Commit, Store } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';

const ADA = 'ada@example.org';
const SALT = 'sixteen bytes it';
const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const caller = { tenant: TENANT, mode: 'token' } as const;

const KINDS = [
  ['bcrypt', () => bcryptHash(PASSWORD, { cost: 4 })],
  ['argon2i', () => argon2Hash(PASSWORD, { algorithm: 1, memoryCost: 64, timeCost: 2, parallelism: 2 })],
  [
    'scrypt',
    async () => `$scrypt$ln=4,r=8,p=1$${b64(SALT)}$${b64(scryptSync(PASSWORD, SALT, 32, { N: 16, r: 8, p: 1 }))}`,
  ],
  ['PBKDF2', async () => `$pbkdf2-sha512$i=1000$${b64(SALT)}$${b64(pbkdf2Sync(PASSWORD, SALT, 1_000, 64, 'sha512'))}`],
] as const;

async function withHash(hash: string, options: { readonly store?: Store } = {}) {
  const world = await embedded(options);
  const id = await newAccount(world, ADA);
  await rewritesAccount(world.store, id, (account) => {
    if (account.password === undefined) throw new Error('there is no password');
    return { ...account, password: { ...account.password, hash } };
  });
  const stored = async () => (await storedAccount(world.store, id)).password;
  return { world, id, stored };
}

const begins = ({ auth }: Embedded, password: string) => auth.signIn.begin(caller, { identifier: ADA, password });

describe('the password of another system', () => {
  it.each(KINDS)('X22 %s signs in, and is argon2id in the commit of that proof', async (_, made) => {
    const old = await made();
    const { world, stored } = await withHash(old);
    const before = await stored();
    expect(await begins(world, `${PASSWORD}.`)).toEqual({ refused: 'invalid-credentials' });
    expect(await stored()).toEqual(before);
    expect(await begins(world, PASSWORD)).toMatchObject({ answer: { status: 'continue' } });
    expect(await stored()).toEqual({ ...before, hash: expect.stringMatching(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/) });
    const renewed = await stored();
    expect(await begins(world, PASSWORD)).toMatchObject({ answer: { status: 'continue' } });
    expect(await stored()).toEqual(renewed);
    await world.auth.close();
  });

  it('X22 a bcrypt password of more than 72 bytes counts in full once it was renewed', async () => {
    const long = 'correct horse battery staple '.repeat(3);
    const { world } = await withHash(await bcryptHash(long, { cost: 4 }));
    expect(await begins(world, long)).toMatchObject({ answer: { status: 'continue' } });
    expect(await begins(world, `${long} and more`)).toEqual({ refused: 'invalid-credentials' });
    expect(await begins(world, long)).toMatchObject({ answer: { status: 'continue' } });
    await world.auth.close();
  });

  it('X22 nine sign-ins at once all succeed, and leave one renewed hash', async () => {
    const { world, stored } = await withHash(await bcryptHash(PASSWORD, { cost: 4 }));
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => begins(world, PASSWORD)));
    expect(outcomes.filter((one) => 'answer' in one)).toHaveLength(9);
    expect((await stored())?.hash).toMatch(/^\$argon2id\$/);
    await world.auth.close();
  });

  it('X22 a password that is changed while the old hash is verified stays: the old one signs nobody in', async () => {
    const inner = newStore();
    let race: (() => Promise<unknown>) | undefined;
    const store: Store = {
      ...inner,
      async commit(change: Commit) {
        const changes = race;
        race = undefined;
        await changes?.();
        return inner.commit(change);
      },
    };
    const { world, id, stored } = await withHash(await bcryptHash(PASSWORD, { cost: 4 }), { store });
    const other = await argon2Hash('an entirely new password', { memoryCost: 8, timeCost: 1, parallelism: 1 });
    race = () => replaced(inner, id, other);
    expect(await begins(world, PASSWORD)).toEqual({ refused: 'invalid-credentials' });
    expect(await stored()).toMatchObject({ id: 'another', hash: other });
    expect(await begins(world, 'an entirely new password')).toMatchObject({ answer: { status: 'continue' } });
    await world.auth.close();
  });

  it('X22 nobody signs in by a hash that costs too much, and nothing renews it', async () => {
    const costly = '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    const { world, stored } = await withHash(costly);
    expect(await begins(world, 'U*U')).toEqual({ refused: 'invalid-credentials' });
    expect((await stored())?.hash).toBe(costly);
    await world.auth.close();
  });
});

function replaced(store: Store, id: AccountId, hash: string) {
  return rewritesAccount(store, id, (account) => {
    if (account.password === undefined) throw new Error('there is no password');
    return { ...account, password: { ...account.password, id: 'another', hash } };
  });
}
