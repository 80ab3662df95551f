import { instant } from '@sallyport/core';
import type { AccountRecord, Caller, SallyportOptions } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { MINUTE, type Planted, planted } from './planted.test-support.ts';

const LIVE = { needs: 'session' } as const;

interface Told extends Planted {
  readonly dora: AccountRecord;
  readonly here: Caller;
  /** What the host answers, and how often it was asked. */
  roles: readonly string[] | undefined;
  asked: number;
}

/** Dora, a reader by the host's word of a quarter of an hour ago, in a session. */
async function told(options: Partial<SallyportOptions<string>> = {}): Promise<Told> {
  const host: Pick<Told, 'roles' | 'asked'> = { roles: ['reader'], asked: 0 };
  const resolveSubject = () => {
    host.asked += 1;
    return host.roles;
  };
  const plants = await planted({ resolveSubject, ...options });
  const rolesAt = forAdapters(plants.world.auth).now();
  const dora = await plants.account('dora', { version: 4, epoch: 2, roles: ['reader'], rolesAt, externalId: 'user-7' });
  const here = await plants.session(dora, 'here');
  await plants.device(dora, 'laptop');
  plants.world.now += 15 * MINUTE;
  return Object.assign(host, plants, { dora, here });
}

const written = ({ world }: Planted, account: unknown, type: string, actor: unknown, detail: object) => ({
  tenant: TENANT,
  now: world.now,
  guards: { account: { id: 'dora', version: 4 }, policy: 1 },
  keysStay: true,
  account,
  events: [{ tenant: TENANT, id: expect.any(String), at: world.now, type, accountId: 'dora', actor, detail }],
});

it('X25 X18 roles that the host tells anew are written, with one event, and the session goes on with them', async () => {
  const dora = await told();
  dora.roles = ['reader', 'writer'];
  expect((await dora.live(dora.here)).roles).toEqual(['reader', 'writer']);
  const at = dora.world.now;
  const account = {
    ...dora.dora,
    ...{ version: 5, roles: ['reader', 'writer'], rolesAt: at, roleGains: [{ role: 'writer', at }] },
  };
  expect(dora.commits).toEqual([
    written(dora, account, 'account.roles-changed', 'system', { from: ['reader'], to: ['reader', 'writer'] }),
  ]);
  await dora.live(dora.here);
  expect(dora.asked).toBe(1);
});

it.each<[string, number, number]>([
  ['a quarter of an hour old', 0, 1],
  ['a moment younger', -1, 0],
])(
  'X25 the host is asked anew once its word is %s, and writes nothing where it is the same',
  async (_, more, asked) => {
    const dora = await told();
    dora.world.now += more;
    await dora.live(dora.here);
    await dora.live(dora.here);
    expect(dora.asked).toBe(asked);
    expect(dora.commits).toEqual([]);
  },
);

it('X25 X18 whom the host does not know any more loses every session and device, with one event', async () => {
  const dora = await told();
  dora.roles = undefined;
  expect(await dora.world.auth.sessions.guard(dora.here, LIVE)).toEqual({ refused: 'no-session' });
  const all = { accountId: 'dora' };
  const detail = { all: true, reason: 'unknown-to-host' };
  expect(dora.commits).toEqual([
    {
      ...written(
        dora,
        { ...dora.dora, version: 5, epoch: 3, epochSince: instant(dora.world.now) },
        'session.revoked',
        'system',
        detail,
      ),
      ...{ endSessions: all, forgetDevices: all },
    },
  ]);
  expect(await dora.sessions(dora.dora)).toEqual([]);
  expect(await dora.store.listDevices(TENANT, dora.dora.id)).toEqual([]);
});

it('X25 host code that tells of a change is the actor of what follows', async () => {
  const dora = await told();
  dora.roles = [];
  expect(await dora.world.auth.people.rolesChanged('user-7', { by: hostCode('nightly') })).toMatchObject({ roles: [] });
  const account = { ...dora.dora, version: 5, roles: [], rolesAt: dora.world.now };
  const actor = { kind: 'host', id: 'nightly' };
  expect(dora.commits).toEqual([written(dora, account, 'account.roles-changed', actor, { from: ['reader'], to: [] })]);
  expect((await dora.live(dora.here)).roles).toEqual([]);
});

it.each<[string, (dora: Told) => Promise<unknown>, unknown]>([
  ['has no session', ({ world, here }) => world.auth.sessions.guard(here, LIVE), { refused: 'no-session' }],
  [
    'is found no more',
    ({ world }) => world.auth.people.rolesChanged('user-7', { by: hostCode('host') }),
    { refused: 'not-found' },
  ],
])('X25 somebody whose account is deleted while the host is asked %s', async (_, act, refusal) => {
  const dora = await told();
  dora.roles = ['writer'];
  const { id, version } = dora.dora;
  dora.beforeTheNext('commit', () =>
    dora.store.commit({
      ...{ tenant: TENANT, now: forAdapters(dora.world.auth).now(), guards: { account: { id, version } } },
      ...{ deleteAccount: { id }, events: [] },
    }),
  );
  expect(await act(dora)).toEqual(refusal);
  expect(dora.commits).toHaveLength(1);
});

it('X25 a session whose account is blocked while its roles are asked for is over', async () => {
  const dora = await told();
  dora.roles = ['writer'];
  const block = { at: forAdapters(dora.world.auth).now(), by: 'system', reason: 'left' };
  dora.beforeTheNext('commit', () => dora.changes(dora.dora, { block }));
  expect(await dora.world.auth.sessions.guard(dora.here, LIVE)).toEqual({ refused: 'no-session' });
  expect(await dora.stored(dora.dora)).toMatchObject({ block, roles: ['writer'] });
});

it('X25 X17 roles that cannot be written decide nothing: thirty times, then the store is unavailable', async () => {
  const dora = await told();
  dora.roles = ['writer'];
  dora.loses(30, 'account');
  await expect(dora.live(dora.here)).rejects.toMatchObject({
    code: 'store-unavailable',
    message: 'the store did not answer (resolveSubject)',
  });
  expect(dora.commits).toHaveLength(30);
  dora.commits.length = 0;
  dora.loses(29, 'account');
  expect((await dora.live(dora.here)).roles).toEqual(['writer']);
  expect(dora.commits).toHaveLength(30);
});

it('X25 where the host tells no roles, those of the account hold, however old', async () => {
  const dora = await told({ resolveSubject: undefined });
  dora.world.now += 60 * MINUTE;
  expect((await dora.live(dora.here)).roles).toEqual(['reader']);
  expect(dora.commits).toEqual([]);
  expect(dora.reads).toEqual([]);
});

it('N10 X25 a role that the host tells anew and that asks for more ends sessions that fall short', async () => {
  const roles = { writer: { requiredStrength: 'enhanced' } };
  const dora = await told({ policy: { requiredStrength: 'single', roles, onTighten: 'revoke' } });
  dora.roles = ['writer'];
  expect(await dora.world.auth.sessions.guard(dora.here, LIVE)).toEqual({ refused: 'no-session' });
  await dora.world.auth.runBackgroundWork();
  expect((await dora.events()).map(({ type }) => type)).toContain('session.revoked');
  expect(await dora.sessions(dora.dora)).toEqual([]);
});

it('X25 a session tells the key by which the host knows its owner, where there is one', async () => {
  const { live, account, session, here } = await told();
  expect(await live(here)).toMatchObject({ externalId: 'user-7' });
  const cleo = await live(await session(await account('cleo'), 'there'));
  expect(cleo.externalId).toBeUndefined();
});
