import { definePolicy } from '@sallyport/core';
import { type Caller, type Guard, isRefusal, type LiveSession } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, TENANT } from '../embedded.test-support.ts';
import {
  at,
  BY,
  HOUR,
  organisedStore,
  plants,
  plantsMember,
  ROOMS,
  rooms,
  SESSION,
  value,
} from '../organised.test-support.ts';

const LOOKS = { needs: 'session', looks: true } as const satisfies Guard;

type World = Pick<Awaited<ReturnType<typeof rooms>>, 'auth'>;

async function looking({ auth }: World, caller: Caller): Promise<LiveSession> {
  return value(await auth.sessions.guard(caller, LOOKS));
}

async function mine(world: World, caller: Caller) {
  return value(await world.auth.me(await looking(world, caller)).organisations());
}

/** What the door of each listed organisation answers to the same request. */
async function atTheDoors({ auth }: World, caller: Caller, ids: readonly string[]) {
  const answers = [];
  for (const id of ids) {
    const answer = await auth.sessions.guard(caller, { ...SESSION, in: id });
    const { refused, demand, because } = isRefusal(answer) ? answer : {};
    answers.push({ id, enters: refused === undefined, ...(demand && { demand }), ...(because && { because }) });
  }
  return answers;
}

const facts = (listed: Awaited<ReturnType<typeof mine>>) =>
  listed.map(({ name: _, roles: __, since: ___, ...rest }) => rest);

const RULES = {
  plain: {},
  enhanced: { requiredStrength: 'enhanced' },
  fresh: { requiredStrength: 'enhanced', proofsWithin: '1h' },
  passkeys: { methods: ['passkey'] },
  strongest: { requiredStrength: 'phishing-resistant' },
  outside: { contexts: { outside: { requiredStrength: 'phishing-resistant' } } },
  finance: { roles: { finance: { requiredStrength: 'enhanced' } } },
} as const;

describe('X41 the own organisations', () => {
  it('say of each what its door says, in every context and with every proof', async () => {
    const world = await rooms();
    const { auth, client, accountId } = world;
    for (const [id, rule] of Object.entries(RULES)) {
      await plants(world, id, rule);
      await plantsMember(world, id, accountId, 'finance');
    }
    await plants(world, 'others', RULES.strongest);
    const ids = Object.keys(RULES).toSorted();
    const seen = new Set<string>();
    const compare = async () => {
      for (const caller of [client.caller, at(client.caller, 'outside')]) {
        const listed = facts(await mine(world, caller));
        expect(listed).toEqual(await atTheDoors(world, caller, ids));
        for (const { id, enters, demand } of listed) seen.add(`${id} ${enters} ${demand?.maxAgeSeconds ?? ''}`);
      }
    };
    await compare();
    const live = await client.session();
    await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'enhanced', in: 'enhanced' }));
    await client.enrollsTotp();
    await compare();
    world.world.now += 2 * HOUR;
    await compare();
    expect([...seen]).toEqual(
      expect.arrayContaining(['plain true ', 'enhanced false ', 'enhanced true ', 'fresh false 3600']),
    );
    await auth.close();
  });

  it('come with name, roles and beginning, by id, and without those that are removed or left', async () => {
    const world = await rooms();
    const { auth, client, accountId } = world;
    const caller = client.caller;
    expect(await mine(world, caller)).toEqual([]);
    for (const id of ['b', 'a', 'gone', 'left']) {
      value(await auth.organisations.create({ id, by: BY, ...(id === 'a' && { name: 'Acme' }) }));
      value(await auth.organisations.members.set(id, { accountId }, { roles: id === 'b' ? ['owner'] : [], by: BY }));
    }
    await auth.organisations.members.remove('left', { accountId }, { by: BY });
    await auth.organisations.remove('gone', { by: BY });
    const since = world.world.now;
    expect(await mine(world, caller)).toEqual([
      { id: 'a', name: 'Acme', roles: [], since, enters: true },
      { id: 'b', roles: ['owner'], since, enters: true },
    ]);
    await auth.close();
  });

  it('are closed where the rule does not fit the policy, without a reason', async () => {
    const world = await rooms();
    const { auth, client, accountId } = world;
    await plants(world, 'acme', { requiredStrength: 'of-before' });
    await plantsMember(world, 'acme', accountId);
    expect(facts(await mine(world, client.caller))).toEqual([{ id: 'acme', enters: false }]);
    await auth.close();
  });

  it('are the list of the host where the host keeps the members, also beside members of before', async () => {
    const world = await rooms({ memberRoles: async () => ['finance'] });
    const { auth, client, accountId } = world;
    await plants(world, 'acme');
    await plantsMember(world, 'acme', accountId, 'owner');
    expect(await auth.me(await client.session()).organisations()).toEqual({ refused: 'roles-from-host' });
    expect(await auth.organisations.of(accountId)).toEqual([]);
    expect(await auth.organisations.members.list('acme')).toEqual({ members: [] });
    await auth.close();
  });

  it('are none where the store keeps none', async () => {
    const { world, client, auth } = await rooms();
    const { readOrganisation: _, ...bare } = bound(organisedStore(world));
    const other = await embedded({ store: bare, policy: withoutRooms(), contextOf: () => [] });
    const live = value(await other.auth.sessions.guard(client.caller, SESSION));
    expect(live.tenant).toBe(TENANT);
    expect(await other.auth.me(live).organisations()).toEqual([]);
    await Promise.all([auth.close(), other.auth.close()]);
  });
});

function withoutRooms() {
  const { organisations: _, ...policy } = ROOMS;
  definePolicy(policy);
  return policy;
}

function bound<Store extends object>(store: Store): Store {
  const names = new Set<string>();
  for (let at: object | null = store; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  const made = [...names].map((name) => {
    const value: unknown = Reflect.get(store, name);
    return [name, typeof value === 'function' ? value.bind(store) : value];
  });
  return Object.fromEntries(made);
}
