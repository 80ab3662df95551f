import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, provesNow, TENANT } from '../embedded.test-support.ts';

const STRANDS = { refused: 'policy-strands-administrators' };
const ADMINISTERS = ['super-admin'];

interface Host {
  readonly world: Embedded;
  /** An account that has these roles by the host's word, and none by its own record yet. */
  add(name: string, roles: readonly string[] | undefined): Promise<AccountId>;
  /** The host's word from now on; `undefined`: it does not know them any more. */
  tells(id: AccountId, roles: readonly string[] | undefined): void;
  /** Signs in, and the record has the roles from then on. */
  signsIn(name: string): Promise<Client>;
  blocks(id: AccountId): Promise<unknown>;
  list(): Promise<readonly AccountId[] | undefined>;
}

/** A host that keeps a table of roles, where nobody administers the policy yet. */
async function host(): Promise<Host> {
  const table = new Map<AccountId, readonly string[] | undefined>();
  const world = await embedded({
    policy: { requiredStrength: 'single' },
    resolveSubject: (id) => (table.has(id) ? table.get(id) : []),
  });
  return {
    world,
    async add(name, roles) {
      const id = await newAccount(world, `${name}@example.org`);
      table.set(id, roles);
      return id;
    },
    tells: (id, roles) => void table.set(id, roles),
    async signsIn(name) {
      const client = new Client(world);
      const identifier = `${name}@example.org`;
      await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
      return client;
    },
    blocks: (accountId) => world.auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') }),
    list: async () => (await world.store.readAdministrators(TENANT))?.accountIds,
  };
}

describe('the last policy administrator where the host tells the roles', () => {
  it('W4 X20 is told by the host, also before the record has the role', async () => {
    const { world, add, blocks, list } = await host();
    const sue = await add('sue', ADMINISTERS);
    const before = await list();
    expect(await blocks(sue)).toEqual(STRANDS);
    expect(await world.auth.people.delete({ accountId: sue }, { by: hostCode('host') })).toEqual(STRANDS);
    expect((await world.store.readAccount(TENANT, sue))?.roles).toEqual([]);
    expect(await list()).toEqual(before);
    await world.auth.close();
  });

  it('W4 X20 is none whose role the host took away, whatever the record says', async () => {
    const { world, add, tells, signsIn, blocks } = await host();
    const sue = await add('sue', ADMINISTERS);
    await signsIn('sue');
    tells(sue, []);
    expect((await world.store.readAccount(TENANT, sue))?.roles).toEqual(ADMINISTERS);
    expect(await blocks(sue)).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });

  it('W4 X20 may be changed as long as they can still act, by the roles the host tells', async () => {
    const { world, add, list } = await host();
    const sue = await add('sue', ADMINISTERS);
    expect(await world.auth.people.resetTwoStep({ accountId: sue }, { by: hostCode('host') })).not.toHaveProperty(
      'refused',
    );
    expect(await list()).toEqual([sue]);
    await world.auth.close();
  });

  it('W4 X20 may go where somebody else has the role, who is on the list from then on', async () => {
    const { world, add, signsIn, blocks, list } = await host();
    const [ada, sue] = [await add('ada', ADMINISTERS), await add('sue', ADMINISTERS)];
    await signsIn('ada');
    expect(await list()).toBeUndefined();
    expect(await blocks(sue)).toMatchObject({ status: 'blocked' });
    expect(await list()).toEqual([ada, sue]);
    expect(await blocks(ada)).toEqual(STRANDS);
    expect(await list()).toEqual([ada, sue]);
    await world.auth.close();
  });

  it('W4 X20 stays where the host has forgotten the others, or took their role', async () => {
    const { world, add, tells, signsIn, blocks } = await host();
    const [ada, sue] = [await add('ada', ADMINISTERS), await add('sue', ADMINISTERS)];
    await signsIn('ada');
    for (const gone of [undefined, [], ['staff']]) {
      tells(ada, gone);
      expect(await blocks(sue)).toEqual(STRANDS);
    }
    tells(ada, ADMINISTERS);
    expect(await blocks(sue)).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });

  it('W4 X20 is not whoever acts, if the host made them an administrator since they signed in', async () => {
    const { world, add, tells, signsIn, list } = await host();
    const [ada, sue] = [await add('ada', []), await add('sue', ADMINISTERS)];
    const client = await signsIn('ada');
    const session = await provesNow(world, world.store, client);
    tells(ada, ADMINISTERS);
    expect((await world.store.readAccount(TENANT, ada))?.roles).toEqual([]);
    expect(await world.auth.people.block({ accountId: sue }, { reason: 'left', by: session })).toMatchObject({
      status: 'blocked',
    });
    expect(await list()).toEqual([ada, sue]);
    expect(await world.auth.people.block({ accountId: ada }, { reason: 'by mistake', by: session })).toEqual(STRANDS);
    await world.auth.close();
  });

  it('W4 X20 may go where the one who has the role comes after others who have it and cannot act', async () => {
    const { world, add, signsIn, blocks, list } = await host();
    const ids: AccountId[] = [];
    for (const name of ['ada', 'ben', 'cleo']) {
      ids.push(await add(name, ADMINISTERS));
      await signsIn(name);
    }
    const [blocked, keeper, last] = ids.sort();
    const record = blocked && (await world.store.readAccount(TENANT, blocked));
    if (!record || last === undefined) throw new Error('nobody is there');
    const { id, version } = record;
    const now = forAdapters(world.auth).now();
    await world.store.commit({
      ...{ tenant: TENANT, now, events: [], guards: { account: { id, version } } },
      account: { ...record, version: version + 1, block: { at: now, by: 'host', reason: 'left' } },
    });
    expect(await blocks(last)).toMatchObject({ status: 'blocked' });
    expect(await list()).toEqual([keeper, last]);
    await world.auth.close();
  });
});
