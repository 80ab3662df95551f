import type { AccountId } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount } from '../embedded.test-support.ts';

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
  await of.auth.people.rolesChanged({ accountId: ada }, { by: 'host' });
  expect(await of.auth.people.block({ accountId: ada }, { reason: 'left', by: 'host' })).toEqual({
    refused: 'policy-strands-administrators',
  });
  table.set(ben, ['super-admin']);
  await of.auth.people.rolesChanged({ accountId: ben }, { by: 'host' });
  expect(await of.auth.people.block({ accountId: ada }, { reason: 'left', by: 'host' })).toMatchObject({
    status: 'blocked',
  });
  expect(await of.auth.people.delete({ accountId: ben }, { by: 'host' })).toEqual({
    refused: 'policy-strands-administrators',
  });
  expect(await of.auth.people.delete({ accountId: ada }, { by: 'host' })).toBeUndefined();
});

it('W4 X25 of two administrators that the host made, host code that removes both at once removes one', async () => {
  const of = await world();
  const ids = [await able(of, 'ada@example.org'), await able(of, 'ben@example.org')];
  for (const id of ids) {
    table.set(id, ['super-admin']);
    await of.auth.people.rolesChanged({ accountId: id }, { by: 'host' });
  }
  const done = await Promise.all(ids.map((accountId) => of.auth.people.delete({ accountId }, { by: 'host' })));
  expect(done.filter((each) => each === undefined)).toHaveLength(1);
});

it('X25 an account that has no way in yet takes other roles and methods, and one that has keeps it', async () => {
  const of = await embedded();
  const made = await of.auth.people.create({
    identifier: 'eva@example.org',
    roles: ['manager'],
    externalId: 'user-9',
    by: 'host',
  });
  expect(made).toMatchObject({ roles: ['manager'] });
  const eva = { externalId: 'user-9' };
  expect(await of.auth.people.setRoles(eva, { roles: [], by: 'host' })).toMatchObject({ roles: [] });
  expect(await of.auth.people.setMethods(eva, { methods: ['passkey'], by: 'host' })).toMatchObject({
    methods: ['passkey'],
  });
  await newAccount(of, 'ben@example.org');
  const ben = { identifier: 'ben@example.org' };
  expect(await of.auth.people.setMethods(ben, { methods: ['sso'], by: 'host' })).toEqual({ refused: 'no-way-in-left' });
});
