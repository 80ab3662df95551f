import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { type Embedded, embedded, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { administered } from './administered.test-support.ts';
import { passwordIsTaken } from './change-password.test-support.ts';

const SUE = 'sue@example.org';

async function eventsOf({ store }: Embedded): Promise<readonly unknown[]> {
  return (await store.listEvents(TENANT, { limit: 20 })).items
    .toReversed()
    .filter(({ type }) => type !== 'policy.changed');
}

describe('a new account', () => {
  it('X25 is as its creator says, in one spelling and with nothing twice', async () => {
    const world = await corporate();
    const created = await world.auth.people.create({
      identifier: '  Sue@Example.ORG ',
      email: 'SUE@example.org',
      password: PASSWORD,
      roles: ['staff', 'keeper', 'staff'],
      emergency: true,
      externalId: 'Row-17',
      externalIds: [{ provider: 'corp', subject: 'S-1' }],
      by: hostCode('import'),
    });
    if (isRefusal(created)) throw new Error(created.refused);
    const { accountId } = created;
    const stored = await world.store.readAccount(TENANT, accountId);
    const text = expect.any(String);
    expect(stored).toEqual({
      schema: 1,
      tenant: TENANT,
      id: accountId,
      version: 1,
      epoch: 1,
      createdAt: world.now,
      identifiers: [SUE],
      externalId: 'Row-17',
      email: { address: SUE, verifiedAt: world.now },
      userHandle: text,
      roles: ['staff', 'keeper'],
      emergency: true,
      password: { id: text, hash: text, provenance: 'independent', changedAt: world.now },
      passkeys: [],
      externalIds: [{ id: text, method: 'sso', provider: 'corp', subject: 'S-1', linkedAt: world.now }],
    });
    expect(Buffer.from(stored?.userHandle ?? '', 'base64url')).toHaveLength(32);
    expect(await passwordIsTaken(world, PASSWORD, SUE)).toBe(true);
    expect(await passwordIsTaken(world, 'another battery', SUE)).toBe(false);
    await world.auth.close();
  });

  it('X18 X25 is one event, which says what it can do from the first and names nobody, and one for each identity', async () => {
    const world = await corporate();
    const created = await world.auth.people.create({
      ...{ identifier: SUE, email: SUE, password: PASSWORD, roles: ['staff'], emergency: true },
      externalIds: [{ provider: 'corp', subject: 'S-1' }],
      by: hostCode('import'),
    });
    if (isRefusal(created)) throw new Error(created.refused);
    const { accountId } = created;
    const shared = { tenant: TENANT, id: expect.any(String), at: world.now, accountId };
    const actor = { kind: 'host', id: 'import' };
    const detail = { roles: ['staff'], password: true, email: 's•••@example.org', emergency: true };
    expect(await eventsOf(world)).toEqual([
      { ...shared, type: 'account.created', actor, detail },
      { ...shared, type: 'external-id.linked', actor, detail: { provider: 'corp' } },
    ]);
    await world.auth.close();
  });

  it('X18 X25 that has nothing but its identifier says so', async () => {
    const world = await embedded();
    const created = await world.auth.people.create({ identifier: 'sue', emergency: false, by: hostCode('host') });
    if (isRefusal(created)) throw new Error(created.refused);
    const { accountId } = created;
    expect(await world.store.readAccount(TENANT, accountId)).toEqual({
      ...{ schema: 1, tenant: TENANT, id: accountId, version: 1, epoch: 1, createdAt: world.now },
      ...{ identifiers: ['sue'], userHandle: expect.any(String), roles: [], passkeys: [] },
    });
    expect(await eventsOf(world)).toEqual([
      {
        ...{ tenant: TENANT, id: expect.any(String), at: world.now, accountId },
        ...{ type: 'account.created', actor: { kind: 'host', id: 'host' }, detail: { roles: [] } },
      },
    ]);
    await world.auth.close();
  });
});

describe('an account that is not made', () => {
  it.each([
    ['the identifier', 'sue-of-the-garden'],
    ['the mail address', SUE],
    ['the name of the site', 'Larkspur & Sons'],
  ])('X12 is one whose password is %s', async (_, password) => {
    const world = await embedded({ name: 'Larkspur & Sons' });
    expect(
      await world.auth.people.create({ identifier: 'sue-of-the-garden', email: SUE, password, by: hostCode('host') }),
    ).toEqual({
      refused: 'malformed-input',
      errors: [
        {
          path: 'password',
          code: 'too-personal',
          message: 'This password is too close to your name, or to the name of this site.',
        },
      ],
    });
    expect((await world.auth.people.list()).accounts).toEqual([]);
    await world.auth.close();
  });

  it('X22 is one whose password is a password hash: nobody signs in with the text of an old database', async () => {
    const { world, root } = await administered();
    const password = '$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    const before = await world.auth.people.list();
    for (const by of [hostCode('host'), root])
      expect(await world.auth.people.create({ identifier: 'sue', password, by })).toEqual({
        refused: 'malformed-input',
        errors: [{ path: 'password', code: 'password-hash', message: expect.stringContaining('people.import') }],
      });
    const hidden = { identifier: 'sue', passwordHash: password, by: hostCode('host') };
    expect(await world.auth.people.create(hidden)).toMatchObject({ errors: [{ path: 'passwordHash' }] });
    expect(await world.auth.people.list()).toEqual(before);
    await world.auth.close();
  });

  it('X12 is one whose password is too short, with or without a mailbox', async () => {
    const world = await embedded();
    const fault = { path: 'password', code: 'too-short', message: 'Use at least 8 characters.', limit: 8 };
    for (const email of [undefined, SUE])
      expect(
        await world.auth.people.create({ identifier: 'sue', email, password: 'short', by: hostCode('host') }),
      ).toEqual({
        refused: 'malformed-input',
        errors: [fault],
      });
    await world.auth.close();
  });

  it('X27 is one whose password is too short for a policy that comes into force before the commit', async () => {
    const { store, beforeTheNext } = contendedStore();
    const world = await embedded({ store });
    const stricter = { passwords: { minimum: 64 } };
    beforeTheNext('commit', () => world.auth.policy.set('default', stricter, { ifVersion: 1, by: hostCode('host') }));
    expect(
      await world.auth.people.create({ identifier: 'sue', password: PASSWORD, by: hostCode('host') }),
    ).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: 'password', code: 'too-short', limit: 64 }],
    });
    expect((await world.auth.people.list()).accounts).toEqual([]);
    await world.auth.close();
  });

  it('X7 is one whose address is none, or whose identifier is empty', async () => {
    const { world, root } = await administered();
    for (const email of ['', 'sue', 'sue@', 'sue@example.org, ben@example.org'])
      expect(await world.auth.people.create({ identifier: 'sue', email, by: hostCode('host') }), email).toEqual({
        refused: 'malformed-input',
        errors: [{ path: 'email', message: 'is not a mail address' }],
      });
    const empty = { refused: 'malformed-input', errors: [{ path: 'identifier', message: 'is empty' }] };
    for (const identifier of ['', '  \n']) {
      expect(await world.auth.people.create({ identifier, by: hostCode('host') })).toEqual(empty);
      expect(await world.auth.people.create({ identifier, by: root })).toEqual(empty);
    }
    await world.auth.close();
  });

  it('X25 is one whose identifier, however it is written, is another’s', async () => {
    const { world, root, commits } = await administered();
    expect(await world.auth.people.create({ identifier: 'ROOT@Example.org', by: root })).toEqual({
      refused: 'already-exists',
    });
    expect(commits).toHaveLength(1);
    await world.auth.close();
  });
});

describe('a host that makes many accounts at once', () => {
  const makes = async ({ auth }: Embedded, by: string, name: string): Promise<string> => {
    try {
      const made = await auth.people.create({ identifier: name, password: PASSWORD, by: hostCode(by) });
      return isRefusal(made) ? made.refused : 'made';
    } catch (fault) {
      return fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
    }
  };

  it('X5 waits in a line that has an end, in which one operator keeps no other out', async () => {
    const world = await embedded({ passwordHashing: { memoryCost: 8, timeCost: 1, concurrency: 1, queue: 500 } });
    const many = Array.from({ length: 510 }, (_, number) => makes(world, 'import', `person-${number}`));
    const one = makes(world, 'help desk', 'sue');
    expect(await one).toBe('made');
    const words = await Promise.all(many);
    expect(words.filter((word) => word === 'busy')).toHaveLength(10);
    expect(words.filter((word) => word === 'made')).toHaveLength(500);
    await world.auth.close();
  });
});
