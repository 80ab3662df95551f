import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { ADMINISTRATORS, Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const BEN = 'ben@example.org';
const DORA = 'dora@corp.example';
const STRICT: PolicyInput<string> = {
  administrators: ADMINISTRATORS,
  roles: { clerk: { requiredStrength: 'enhanced' } },
};

/** Dora signs in as `dora`, and has another mailbox. The name of Ben is his mailbox. */
async function withDora() {
  const world = await embedded({ policy: { ...STRICT, lockout: { maxFailures: 3 } } });
  const ben = await newAccount(world, BEN);
  const given = { identifier: 'dora', email: DORA, password: PASSWORD, roles: ['clerk'], by: hostCode('host') };
  const dora = await world.auth.people.create(given);
  if (isRefusal(dora)) throw new Error(dora.refused);
  return { world, ben, named: { accountId: dora.accountId, identifier: 'dora', email: DORA } };
}

const of = <Entry extends { readonly accountId: AccountId }>(entries: readonly Entry[] = [], id: AccountId) =>
  entries.find(({ accountId }) => accountId === id);

it('W4 X21 the list of people, of risks and of the state of security have the mailbox of an account with another name', async () => {
  const { world, ben, named } = await withDora();
  const { people, audit } = world.auth;
  const { accounts } = await people.list({ tenant: TENANT });
  expect(of(accounts, named.accountId)).toMatchObject({ identifiers: ['dora'], email: DORA });
  expect(of(accounts, ben)).toMatchObject({ identifiers: [BEN], email: undefined });

  for (let guess = 0; guess < 3; guess++)
    await world.auth.signIn.begin(new Client(world).caller, { identifier: 'dora', password: 'a wrong password' });
  await world.auth.runBackgroundWork();
  const security = await audit.security(TENANT);
  expect(of(security.locked, named.accountId)).toMatchObject(named);
  expect(of(security.mandatesUnmet, named.accountId)).toMatchObject(named);
  const { risks } = await audit.risks(TENANT);
  const never = risks.find(({ code }) => code === 'never-signed-in')?.accounts;
  expect([of(never, named.accountId), of(never, ben)]).toEqual([
    expect.objectContaining(named),
    expect.objectContaining({ identifier: BEN, email: undefined }),
  ]);
  await people.block({ identifier: 'dora' }, { reason: 'left', by: hostCode('host') });
  expect(of((await audit.security(TENANT)).blocked, named.accountId)).toMatchObject(named);
  await world.auth.close();
});

it('N5 X21 a preview has the mailbox of an account with another name, whether the account is affected or freed', async () => {
  const { world, named } = await withDora();
  const { policy } = world.auth;
  const affected = await policy.preview(TENANT, { ...STRICT, requiredStrength: 'enhanced' });
  expect(of('accounts' in affected ? affected.accounts : [], named.accountId)).toMatchObject(named);
  const freed = await policy.preview(TENANT, { administrators: ADMINISTRATORS });
  expect(of('freed' in freed ? freed.freed : [], named.accountId)).toEqual(named);
  await world.auth.close();
});

it('X33 X21 the action log names an account by the name and the mailbox, where they differ', async () => {
  const { world, ben, named } = await withDora();
  const { audit, people } = world.auth;
  for (const accountId of [named.accountId, ben])
    await people.setRoles({ accountId }, { roles: ['reader'], by: hostCode('host') });
  const { names } = await audit.events(TENANT, { type: 'account.roles-changed' });
  expect(names).toEqual({ [named.accountId]: `dora (${DORA})`, [ben]: BEN });
  await world.auth.close();
});

it('X40 X21 the owners of sealed data have the mailbox of an account with another name', async () => {
  const { world, ben, named } = await withDora();
  const { people, secrets } = world.auth;
  for (const accountId of [named.accountId, ben]) await people.vouch({ accountId }, { by: hostCode('host') });
  const owners = [];
  const { keys } = await secrets.survey({ tenant: TENANT });
  for await (const owner of secrets.owners({ key: keys[0]?.key ?? '' })) owners.push(owner);
  expect(of(owners, named.accountId)).toMatchObject(named);
  expect(of(owners, ben)).toMatchObject({ identifier: BEN, email: undefined });
  await world.auth.close();
});
