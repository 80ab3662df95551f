import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';

const table = new Map<string, readonly string[]>();

/** Where the host tells who administers the policy. */
async function world(): Promise<Embedded> {
  table.clear();
  return embedded({ resolveSubject: (id) => table.get(id) ?? [] });
}

/** Somebody with a second factor, who can administer if the host says so. */
async function able(of: Embedded, identifier: string): Promise<AccountId> {
  const id = await newAccount(of, identifier);
  const client = new Client(of);
  await client.signsInByMail(identifier);
  await client.keeps(of.auth.signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' }));
  await client.enrollsTotp();
  of.now += 60_000;
  return id;
}

it('W4 X25 an administrator goes where the host made another one since, and the last one stays', async () => {
  const of = await world();
  const [ada, ben] = [await able(of, 'ada@example.org'), await able(of, 'ben@example.org')];
  table.set(ada, ['super-admin']);
  await of.auth.people.rolesChanged({ accountId: ada }, { by: hostCode('host') });
  expect(await of.auth.people.block({ accountId: ada }, { reason: 'left', by: hostCode('host') })).toEqual({
    refused: 'policy-strands-administrators',
  });
  table.set(ben, ['super-admin']);
  await of.auth.people.rolesChanged({ accountId: ben }, { by: hostCode('host') });
  expect(await of.auth.people.block({ accountId: ada }, { reason: 'left', by: hostCode('host') })).toMatchObject({
    status: 'blocked',
  });
  expect(await of.auth.people.delete({ accountId: ben }, { by: hostCode('host') })).toEqual({
    refused: 'policy-strands-administrators',
  });
  expect(await of.auth.people.delete({ accountId: ada }, { by: hostCode('host') })).toBeUndefined();
});

it('W4 X25 of two administrators that the host made, host code that removes both at once removes one', async () => {
  const of = await world();
  const ids = [await able(of, 'ada@example.org'), await able(of, 'ben@example.org')];
  for (const id of ids) {
    table.set(id, ['super-admin']);
    await of.auth.people.rolesChanged({ accountId: id }, { by: hostCode('host') });
  }
  const done = await Promise.all(
    ids.map((accountId) => of.auth.people.delete({ accountId }, { by: hostCode('host') })),
  );
  expect(done.filter((each) => each === undefined)).toHaveLength(1);
});

describe('the host’s key of an administrator', () => {
  const STRANDS = { refused: 'policy-strands-administrators' };
  const ADA = { identifier: 'ada@example.org' };
  const KEYS = new Map<string | undefined, readonly string[] | undefined>();

  /** Where the host tells the roles by its own key alone. */
  async function byKey(): Promise<{ readonly of: Embedded; readonly asked: unknown[] }> {
    KEYS.clear();
    for (const key of ['root', 'root2']) KEYS.set(key, ['super-admin']);
    KEYS.set('clerk', ['admin']);
    const asked: unknown[] = [];
    const of = await embedded({
      resolveSubject: (_, __, key) => {
        asked.push(key);
        return KEYS.get(key);
      },
    });
    return { of, asked };
  }

  async function named(of: Embedded, who: { readonly identifier: string }, key: string): Promise<AccountId> {
    const { people } = of.auth;
    const made = await people.create({
      ...{ ...who, email: who.identifier, password: PASSWORD, externalId: key },
      by: hostCode('host'),
    });
    if ('refused' in made) throw new Error(made.refused);
    const client = new Client(of);
    await client.signsInByMail(who.identifier);
    await client.keeps(of.auth.signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' }));
    await client.enrollsTotp();
    of.now += 60_000;
    return made.accountId;
  }

  it.each([
    ['no key', null],
    ['a key without the role', 'clerk'],
    ['a key that the host does not know', 'nobody'],
  ])('W4 X25 the last one gets %s only where another one stays', async (_, externalId) => {
    const { of } = await byKey();
    const { people } = of.auth;
    const id = await named(of, ADA, 'root');
    const before = await of.store.readAccount(TENANT, id);
    expect(await people.setExternalId(ADA, { externalId, by: hostCode('host') })).toEqual(STRANDS);
    expect(await of.store.readAccount(TENANT, id)).toEqual(before);
    await named(of, { identifier: 'ben@example.org' }, 'root2');
    expect(await people.setExternalId(ADA, { externalId, by: hostCode('host') })).toMatchObject({ accountId: id });
    expect(await people.setExternalId({ externalId: 'root2' }, { externalId: 'nobody', by: hostCode('host') })).toEqual(
      STRANDS,
    );
  });

  it('W4 X25 the last one gets another key under which the host knows the role, also if the former key is gone', async () => {
    const { of } = await byKey();
    await named(of, ADA, 'root');
    KEYS.delete('root');
    expect(await of.auth.people.setExternalId(ADA, { externalId: 'root2', by: hostCode('host') })).toMatchObject({
      externalId: 'root2',
    });
  });

  it('W4 X25 the last one is told by the host, also before the record has the role', async () => {
    const { of } = await byKey();
    await named(of, ADA, 'clerk');
    KEYS.set('clerk', ['super-admin']);
    expect(await of.auth.people.setExternalId(ADA, { externalId: null, by: hostCode('host') })).toEqual(STRANDS);
  });

  it('W4 X25 of two who lose their keys at the same moment, one stays', async () => {
    const { of } = await byKey();
    await named(of, ADA, 'root');
    await named(of, { identifier: 'ben@example.org' }, 'root2');
    const done = await Promise.all(
      ['root', 'root2'].map((key) =>
        of.auth.people.setExternalId({ externalId: key }, { externalId: null, by: hostCode('host') }),
      ),
    );
    expect(done.filter((each) => 'refused' in each)).toEqual([STRANDS]);
  });

  it('X25 anybody else gets any key, and so does an administrator who has no way in yet', async () => {
    const { of, asked } = await byKey();
    const { people } = of.auth;
    await people.create({ identifier: 'eva', externalId: 'clerk', by: hostCode('host') });
    expect(
      await people.setExternalId({ identifier: 'eva' }, { externalId: 'nobody', by: hostCode('host') }),
    ).toMatchObject({
      externalId: 'nobody',
    });
    expect(asked).toEqual(['clerk']);
    await people.create({ identifier: 'root', roles: ['super-admin'], by: hostCode('host') });
    expect(
      await people.setExternalId({ identifier: 'root' }, { externalId: 'not yet', by: hostCode('host') }),
    ).toMatchObject({
      externalId: 'not yet',
    });
  });
});

it('X25 an account that has no way in yet takes other roles and methods, and one that has keeps it', async () => {
  const of = await embedded();
  const made = await of.auth.people.create({
    identifier: 'eva@example.org',
    roles: ['manager'],
    externalId: 'user-9',
    by: hostCode('host'),
  });
  expect(made).toMatchObject({ roles: ['manager'] });
  const eva = { externalId: 'user-9' };
  expect(await of.auth.people.setRoles(eva, { roles: [], by: hostCode('host') })).toMatchObject({ roles: [] });
  expect(await of.auth.people.setMethods(eva, { methods: ['passkey'], by: hostCode('host') })).toMatchObject({
    methods: ['passkey'],
  });
  await newAccount(of, 'ben@example.org');
  const ben = { identifier: 'ben@example.org' };
  expect(await of.auth.people.setMethods(ben, { methods: ['sso'], by: hostCode('host') })).toMatchObject({
    refused: 'no-way-in-left',
  });
});

it('X9 X25 host code that sets the address that somebody else set up answers for the mailbox, is in the log, and tells nobody of a change', async () => {
  const of = await embedded();
  const { store, auth } = of;
  const accountId = await newAccount(of, 'ben@example.org');
  const ada = await newAccount(of, 'ada@example.org');
  const before = await rewritesAccount(store, accountId, (account) => ({
    ...account,
    email: { address: 'ben@example.org', verifiedAt: account.createdAt, setUpBy: ada },
  }));
  const events = async () => (await store.listEvents(TENANT, { accountId, limit: 100 })).items.length;
  const logged = await events();
  of.now += 60_000;
  const sets = () => auth.people.setEmail({ accountId }, { email: 'Ben@Example.org', by: hostCode('hr') });
  expect(await sets()).toMatchObject({ email: 'ben@example.org' });
  const { version, password, epoch } = before;
  const confirmed = { version: version + 1, password, epoch };
  expect(await storedAccount(store, accountId)).toMatchObject(confirmed);
  expect((await storedAccount(store, accountId)).email).toEqual({ address: 'ben@example.org', verifiedAt: of.now });
  expect(await sets()).toMatchObject({ email: 'ben@example.org' });
  expect(await storedAccount(store, accountId)).toMatchObject(confirmed);
  expect(await events()).toBe(logged + 1);
});
