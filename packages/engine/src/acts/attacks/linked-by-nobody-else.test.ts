import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type LiveSession } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, storedAccount } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const EVA = 'eva@corp.example';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] }, ldap: { mailDomains: ['corp.example'] } },
};

/** The provider's operator asserts the address of somebody, under a name of the operator's own. */
const asserted = { subject: 'the-operator', email: { address: EVA, verified: true } };

const ABOVE = [
  ['an emergency account', { emergency: true }],
  ['an account that administers the policy', { roles: ['super-admin'] }],
] as const;

async function withEva(over: { readonly emergency?: true; readonly roles?: readonly string[] }) {
  const world = await corporate(POLICY, { directory: new OneEntry() });
  const made = await world.auth.people.create({
    identifier: EVA,
    email: EVA,
    password: PASSWORD,
    ...over,
    by: hostCode('host'),
  });
  if (isRefusal(made)) throw new Error(made.refused);
  const id = made.accountId as AccountId;
  return { world, id, links: async () => (await storedAccount(world.store, id)).externalIds ?? [] };
}

/** Root administers the policy, and proved that just now. */
async function root(world: Corporate): Promise<LiveSession> {
  const identifier = 'root@example.org';
  await world.auth.people.create({
    identifier,
    email: identifier,
    password: PASSWORD,
    roles: ['super-admin'],
    by: hostCode('host'),
  });
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  return provesNow(world, world.store, client, ['password', 'totp']);
}

describe.each(ABOVE)('%s', (_, over) => {
  it('N15 X16 is linked by no provider that asserts its address, and nobody is signed in', async () => {
    const { world, links } = await withEva(over);
    expect(await new Browser(world).signsIn(asserted)).toBe('invalid-credentials');
    expect(await links()).toEqual([]);
  });

  it('N15 X16 is linked by a policy administrator', async () => {
    const { world, id } = await withEva(over);
    const session = await root(world);
    const externalIds = [{ provider: 'corp', subject: 'eva' }];
    expect(isRefusal(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: session }))).toBe(
      false,
    );
    expect(await new Browser(world).signsIn({ subject: 'eva' })).toBe('complete');
    expect(await new Browser(world).signsIn(asserted)).toBe('invalid-credentials');
  });
});

describe.each([
  ['an emergency account', { emergency: true }, []],
  ['an account that administers the policy', { roles: ['super-admin'] }, []],
  ['another account', {}, ['ldap']],
] as const)('%s without a password', (_, over, linked) => {
  it('N15 X16 is linked by the directory at no address, or at its own', async () => {
    const directory = new OneEntry();
    directory.told = { subject: 's1', email: EVA, roles: [] };
    const world = await corporate(POLICY, { directory });
    const made = await world.auth.people.create({ identifier: EVA, email: EVA, ...over, by: hostCode('host') });
    if (isRefusal(made)) throw new Error(made.refused);
    const typed = { identifier: EVA, password: SECRET, method: 'ldap' } as const;
    await world.auth.signIn.begin(new Client(world).caller, typed);
    const links = (await storedAccount(world.store, made.accountId as AccountId)).externalIds ?? [];
    expect(links.map(({ provider }) => provider)).toEqual(linked);
  });
});

describe('another account', () => {
  it('N15 P7 is linked by a provider that owns the domain of its address', async () => {
    const { world, links } = await withEva({});
    expect(await new Browser(world).signsIn(asserted)).toBe('complete');
    expect(await links()).toMatchObject([{ provider: 'corp', subject: 'the-operator' }]);
  });
});
