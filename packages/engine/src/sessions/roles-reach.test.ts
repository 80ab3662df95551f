import { hostCode, isRefusal, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';

const MINUTE = 60_000;

interface Host {
  readonly world: Embedded;
  readonly client: Client;
  /** What the host answers when it is asked for roles; nobody checks it. */
  roles: unknown;
  asked: number;
}

/** Dora, signed in for 30 days with a password alone, whose roles the host tells. */
async function host(roles: readonly string[], store: Store = memoryStore()): Promise<Host> {
  const told: Pick<Host, 'roles' | 'asked'> = { roles, asked: 0 };
  const world = await embedded({
    policy: { requiredStrength: 'single', session: { idle: '30d', absolute: '30d' } },
    store,
    resolveSubject: () => {
      told.asked += 1;
      return told.roles as readonly string[];
    },
  });
  const created = await world.auth.people.create({
    identifier: 'dora@example.org',
    email: 'dora@example.org',
    password: PASSWORD,
    externalId: 'user-7',
    by: hostCode('host'),
  });
  if (isRefusal(created)) throw new Error(created.refused);
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora@example.org', password: PASSWORD }));
  world.now += 1;
  return Object.assign(told, { world, client });
}

it('X25 a demotion reaches a session whose owner keeps asking for what only administrators may', async () => {
  const dora = await host(['people-admin']);
  const { world, client } = dora;
  expect((await client.session()).roles).toEqual(['people-admin']);
  dora.roles = [];
  for (let minute = 0; minute < 20; minute += 4) {
    expect(await world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'people' })).toEqual({
      refused: 'not-permitted',
    });
    world.now += 4 * MINUTE;
  }
  expect((await client.session()).roles).toEqual([]);
});

it('X25 somebody whom the host forgot has no session, whatever else it was asked about meanwhile', async () => {
  const dora = await host(['reader']);
  const { world, client } = dora;
  const session = await client.session();
  dora.roles = undefined;
  for (let minute = 0; minute < 20; minute += 4) {
    await world.auth.authorize(session, {});
    world.now += 4 * MINUTE;
  }
  expect(await world.auth.sessions.guard(client.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
});

it('X25 a role that the host tells twice hides no other that is gone', async () => {
  const dora = await host(['reader', 'writer']);
  dora.roles = ['reader', 'reader'];
  expect(await dora.world.auth.people.rolesChanged('user-7', { by: hostCode('host') })).toMatchObject({
    roles: ['reader'],
  });
  expect((await dora.client.session()).roles).toEqual(['reader']);
});

it.each([
  ['a text', 'admin'],
  ['nothing, in a database’s word', null],
  ['a number', 7],
  ['an object', { roles: ['admin'] }],
  ['a list of numbers', [7]],
  ['a list with a hole', ['reader', undefined]],
  ['an empty role', ['']],
  ['a role that no store can keep', ['a\u0000b']],
])('X25 X17 %s is no word on roles: nothing is decided, and nothing changes', async (_, answer) => {
  const dora = await host(['reader']);
  const { world, client } = dora;
  dora.roles = answer;
  const fault = { code: 'host-unavailable' };
  await expect(world.auth.people.rolesChanged('user-7', { by: hostCode('host') })).rejects.toMatchObject(fault);
  world.now += 16 * MINUTE;
  await expect(client.session()).rejects.toMatchObject(fault);
  dora.roles = ['reader'];
  expect((await client.session()).roles).toEqual(['reader']);
});

it('X25 a check that began before a change was written does not ask the host again', async () => {
  const base = memoryStore();
  const loads: (() => void)[] = [];
  let holds = false;
  const store: Store = {
    ...base,
    async checkSession(check) {
      const loaded = await base.checkSession(check);
      if (holds) await new Promise<void>((resolve) => loads.push(resolve));
      return loaded;
    },
  };
  const dora = await host(['reader'], store);
  const { world, client } = dora;
  dora.roles = [];
  world.now += 16 * MINUTE;
  const before = dora.asked;
  holds = true;
  const late = client.session();
  await expect.poll(() => loads.length).toBe(1);
  holds = false;
  expect((await client.session()).roles).toEqual([]);
  for (const go of loads) go();
  await late;
  expect(dora.asked).toBe(before + 1);
});
