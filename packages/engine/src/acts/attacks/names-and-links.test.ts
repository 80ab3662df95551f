import { instant, type PolicyInput } from '@sallyport/core';
import { type Directory, type DirectoryEntry, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  PASSWORD,
  provesNow,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const ADA = 'ada@corp.example';
const BEN = 'ben@corp.example';

/** A directory that knows its entries by nothing but the names that find them, until a password was right. */
class NamesAlone implements Directory {
  readonly id = 'ldap';
  readonly name = 'Directory';
  readonly roles: readonly string[] = [];
  /** Whom a name finds. */
  readonly names = new Map([
    ['ada', 'ada'],
    [ADA, 'ada'],
  ]);
  readonly passwords = new Map([
    ['ada', 'what ada knows'],
    ['ben', 'what ben knows'],
  ]);
  readonly asked: string[] = [];

  async find(identifier: string): ReturnType<Directory['find']> {
    const person = this.names.get(identifier);
    if (person === undefined) return { outcome: 'none' };
    return { outcome: 'found', entry: { key: person, dn: `uid=${person},dc=example` } };
  }

  async verify({ key }: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    this.asked.push(key);
    const person = String(key);
    if (this.passwords.get(person) !== password) return undefined;
    return { subject: `s-${person}`, email: `${person}@corp.example`, roles: [] };
  }

  async close(): Promise<void> {}
}

const LDAP: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { ldap: { createAccounts: true, mailDomains: ['corp.example'] } },
};

async function types({ auth }: Embedded, identifier: string, password: string): Promise<string> {
  const client = new Client({ auth } as Embedded);
  const reply = await auth.signIn.begin(client.caller, { identifier, password, method: 'ldap' });
  return isRefusal(reply) ? reply.refused : reply.answer.status;
}

async function linksOf({ store }: Embedded) {
  const { items } = await store.listAccounts(TENANT, { limit: 50 });
  return items.flatMap(({ externalIds = [] }) => externalIds.map(({ subject, foundBy }) => ({ subject, foundBy })));
}

describe('an entry of a directory that knows its entries by names alone', () => {
  it('N15 P12 stays linked by its subject: a name that is another person’s by now signs in that person alone', async () => {
    const directory = new NamesAlone();
    const world = await embedded({ policy: LDAP, directory });
    expect(await types(world, ADA, 'what ada knows')).toBe('complete');
    expect(await linksOf(world)).toEqual([{ subject: 's-ada', foundBy: ADA }]);

    directory.names.set(ADA, 'ben');
    expect(await types(world, ADA, 'what ada knows')).toBe('invalid-credentials');
    await types(world, ADA, 'what ben knows');
    const { items } = await world.store.listAccounts(TENANT, { limit: 50 });
    const ofAda = items.filter(({ externalIds }) => externalIds?.some(({ subject }) => subject === 's-ada'));
    expect(ofAda).toMatchObject([{ externalIds: [{ subject: 's-ada', foundBy: ADA, address: ADA }] }]);
    for (const { id } of ofAda)
      expect(await world.store.listSessions(TENANT, id, forAdapters(world.auth).now())).toHaveLength(1);
  });

  it('N15 P12 keeps the name by which it was found first, whatever is typed later', async () => {
    const directory = new NamesAlone();
    const world = await embedded({ policy: LDAP, directory });
    expect(await types(world, ADA, 'what ada knows')).toBe('complete');
    expect(await types(world, 'ada', 'what ada knows')).toBe('complete');
    expect(await linksOf(world)).toEqual([{ subject: 's-ada', foundBy: ADA }]);
    directory.names.set('ada', 'ben');
    directory.asked.length = 0;
    expect(await types(world, ADA, 'what ada knows')).toBe('complete');
    expect(directory.asked).toEqual(['ada']);
  });
});

const CORP: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] } },
};
/** Staff prove more than a password, and the provider is trusted with saying so. */
const STAFF: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['hwk'], strength: 'enhanced' }] } },
  roles: { staff: { requiredStrength: 'enhanced' } },
};
const ada = { subject: 'ada', email: { address: ADA, verified: true } };

async function withAda(roles: readonly string[]) {
  const world = await corporate(CORP, { corp: new FakeProvider({ roles }) });
  const { accountId } = accepted(
    await world.auth.people.create({ identifier: ADA, email: ADA, password: PASSWORD, by: hostCode('host') }),
  );
  const browser = new Browser(world);
  expect(await browser.signsIn({ ...ada, roles })).toBe('complete');
  return { world, id: accountId, browser };
}

/** Somebody who administers the policy, and proved that just now. */
const root = async (world: Corporate) => acting(world, await administrator(world, 'root', 'super-admin'));

const administers = ({ auth }: Corporate, { caller }: Browser | Client) =>
  auth.sessions.guard(caller, { needs: 'administrator', of: 'people' });

describe('an identity of a provider', () => {
  it('N15 P7 is its subject: another subject with the same address is nobody, and the same subject with another address is the same person', async () => {
    const { world, id } = await withAda([]);
    expect(await new Browser(world).signsIn({ ...ada, subject: 'the-next-ada' })).toBe('invalid-credentials');
    const email = { address: BEN, verified: true };
    const again = new Browser(world);
    expect(await again.signsIn({ ...ada, email })).toBe('complete');
    expect((await again.session()).accountId).toBe(id);
    const { email: own, externalIds } = await storedAccount(world.store, id);
    expect(own?.address).toBe(ADA);
    expect(externalIds).toMatchObject([{ subject: 'ada' }]);
  });
});

describe('a session that wears a role of a provider', () => {
  it.each(['an administrator', 'its owner'] as const)(
    'N15 W4 ends when %s unlinks the identity, and a session by the password wears nothing',
    async (who) => {
      const { world, id, browser } = await withAda(['admin']);
      await provesNow(world, world.store, browser);
      expect(isRefusal(await administers(world, browser))).toBe(false);
      const local = new Client(world);
      await local.keeps(world.auth.signIn.begin(local.caller, { identifier: ADA, password: PASSWORD }));
      const session = await provesNow(world, world.store, local);
      const { people, me } = world.auth;
      const answer =
        who === 'its owner'
          ? await me(session).removeExternalId('corp')
          : await people.setExternalIds({ accountId: id }, { externalIds: [], by: await root(world) });
      expect(isRefusal(answer), JSON.stringify(answer)).toBe(false);
      expect(await administers(world, browser)).toEqual({ refused: 'no-session' });
      expect((await provesNow(world, world.store, local)).roles).toEqual([]);
      expect(await administers(world, local)).toEqual({ refused: 'not-permitted' });
      const { providerRoles, externalIds } = await storedAccount(world.store, id);
      expect([Object.values(providerRoles ?? {}).flat(), externalIds ?? []]).toEqual([[], []]);
    },
  );

  it('N15 W4 makes no act that was let through before the identity was unlinked', async () => {
    const { world, id, browser } = await withAda(['admin']);
    const session = await provesNow(world, world.store, browser);
    accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds: [], by: await root(world) }));
    const made = await world.auth.people.create({ identifier: BEN, password: PASSWORD, by: session });
    expect(made).toEqual({ refused: 'no-session' });
  });

  it('N15 X9 does not unlink the identity to be rid of what the role asks for', async () => {
    const world = await corporate(STAFF, { corp: new FakeProvider({ roles: ['staff'] }) });
    const externalIds = [{ provider: 'corp', subject: 'ada' }];
    const input = { identifier: ADA, password: PASSWORD, externalIds };
    const { accountId } = accepted(await world.auth.people.create({ ...input, by: hostCode('host') }));
    const said = { subject: 'ada', amr: ['hwk'], authTime: instant(world.now) };
    const owner = new Browser(world);
    expect(await owner.signsIn({ ...said, roles: ['staff'] })).toBe('complete');
    const { me } = world.auth;
    expect(await me(await owner.session()).removeExternalId('corp')).toMatchObject({ refused: 'no-way-in-left' });
    expect((await storedAccount(world.store, accountId)).externalIds).toHaveLength(1);

    expect(await owner.signsIn({ ...said, roles: [] })).toBe('complete');
    expect(isRefusal(await me(await owner.session()).removeExternalId('corp'))).toBe(false);
  });
});
