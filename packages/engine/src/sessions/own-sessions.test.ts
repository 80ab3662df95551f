import { instant, milliseconds } from '@sallyport/core';
import type { AccountRecord, Caller } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { byApp, byPassword, HOUR, MINUTE, type Planted, planted } from './planted.test-support.ts';

interface Owner extends Planted {
  readonly owner: AccountRecord;
  readonly here: Caller;
  endsOne(id: string): Promise<unknown>;
}

/** Somebody in two sessions, `here` and `there`. */
async function owner(): Promise<Owner> {
  const plants = await planted();
  const account = await plants.account('dora', { version: 7, epoch: 3 });
  const here = await plants.session(account, 'here');
  await plants.session(account, 'there');
  return {
    ...plants,
    owner: account,
    here,
    endsOne: async (id) => plants.world.auth.sessions.endOne(await plants.live(here), id),
  };
}

const namesOf = async ({ sessions, owner: account }: Owner) => (await sessions(account)).map(({ id }) => id).toSorted();

it('X11 the list of sessions has those of this epoch, newest first, and says which is the one at hand', async () => {
  const { world, live, session, account } = await planted();
  const dora = await account('dora', { epoch: 3 });
  const somebody = await account('cleo');
  const now = instant(world.now);
  const { evidence, ...phone } = {
    ...{ createdAt: instant(now - MINUTE), lastSeenAt: instant(now - 10), idle: milliseconds(MINUTE) },
    ...{ evidence: [byPassword(now - MINUTE), byApp(now - MINUTE)], ip: '192.0.2.7', userAgent: 'Firefox' },
  };
  const here = await session(dora, 'here');
  await session(dora, 'before', { epoch: 2 });
  await session(dora, 'phone', { ...phone, evidence });
  await session(somebody, 'theirs');
  expect(await world.auth.sessions.list(await live(here))).toEqual([
    {
      ...{ id: 'phone', current: false, createdAt: now - MINUTE, lastSeenAt: now - 10, expiresAt: now - 10 + MINUTE },
      ...{ strength: 'enhanced', ip: '192.0.2.7', userAgent: 'Firefox' },
    },
    {
      ...{ id: 'here', current: true, createdAt: now - HOUR, lastSeenAt: now, expiresAt: now + 2 * HOUR },
      strength: 'single',
    },
  ]);
});

const ending = ({ world }: Owner, id: string, guards: object) => ({
  tenant: TENANT,
  now: world.now,
  guards,
  endSessions: { accountId: 'dora', only: id },
  events: [
    {
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'session.revoked',
      accountId: 'dora',
      actor: 'dora',
      detail: id === 'here' ? { session: id } : { session: id, other: true },
    },
  ],
});
const byHere = {
  actor: { accountId: 'dora', version: 7, sessionId: 'here' },
  account: { id: 'dora', version: 7 },
  policy: 1,
};

const ofHere = { ...byHere, session: { id: 'here', version: 1 } };
const ofThere = { ...byHere, session: { id: 'there', version: 1 } };

it('X11 X18 signing out ends this session alone, with one event', async () => {
  const dora = await owner();
  expect(await dora.world.auth.sessions.end(dora.here, await dora.live(dora.here))).toEqual({});
  expect(dora.commits).toEqual([ending(dora, 'here', ofHere)]);
  expect(await namesOf(dora)).toEqual(['there']);
});

it('X11 X18 another session is ended by its id, with one event', async () => {
  const dora = await owner();
  expect(await dora.endsOne('there')).toBeUndefined();
  expect(dora.commits).toEqual([ending(dora, 'there', ofThere)]);
  expect(await namesOf(dora)).toEqual(['here']);
  expect(await dora.endsOne('there')).toEqual({ refused: 'not-found' });
  expect(dora.commits).toHaveLength(1);
});

it('X18 of two who end one session at the same moment, one does, with one event', async () => {
  const dora = await owner();
  const { auth } = dora.world;
  const session = await dora.live(dora.here);
  dora.beforeTheNext('commit', () => auth.sessions.endOne(session, 'there'));
  expect(await auth.sessions.endOne(session, 'there')).toEqual({ refused: 'not-found' });
  const { items } = await dora.store.listEvents(TENANT, { limit: 10, types: ['session.revoked'] });
  expect(items.map(({ detail }) => detail)).toEqual([{ session: 'there', other: true }]);
  expect(await namesOf(dora)).toEqual(['here']);
});

it('X11 the session at hand is ended by its id as any other', async () => {
  const dora = await owner();
  expect(await dora.endsOne('here')).toBeUndefined();
  expect(dora.commits).toEqual([ending(dora, 'here', ofHere)]);
  expect(await namesOf(dora)).toEqual(['there']);
});

it("X11 nobody ends somebody else's session by its id", async () => {
  const dora = await owner();
  const cleo = await dora.account('cleo');
  await dora.session(cleo, 'theirs');
  expect(await dora.endsOne('theirs')).toEqual({ refused: 'not-found' });
  expect(dora.commits).toEqual([]);
  expect(await dora.sessions(cleo)).toHaveLength(1);
});

it.each<[string, (dora: Owner) => Promise<unknown>]>([
  [
    'whose account was blocked',
    ({ changes, owner: account, world }) =>
      changes(account, { block: { at: instant(world.now), by: 'system', reason: 'left' } }),
  ],
  ['whose account began another epoch', ({ changes, owner: account }) => changes(account, { epoch: 4 })],
  [
    'whose account began another epoch, and that was ended',
    async ({ changes, ends, owner: account }) => {
      await changes(account, { epoch: 4 });
      await ends(account, 'here');
    },
  ],
  [
    'whose account was deleted',
    ({ store, owner: { id, version }, world }) =>
      store.commit({
        ...{ tenant: TENANT, now: instant(world.now), guards: { account: { id, version } } },
        ...{ deleteAccount: { id }, events: [] },
      }),
  ],
])('X11 X18 a session %s since it was checked ends no other', async (_, happens) => {
  const dora = await owner();
  const session = await dora.live(dora.here);
  await happens(dora);
  expect(await dora.world.auth.sessions.endOne(session, 'there')).toEqual({ refused: 'no-session' });
  expect(dora.commits).toEqual([]);
});

it('X11 a session that was taken over into another epoch since it was checked ends another', async () => {
  const dora = await owner();
  const { auth } = dora.world;
  const session = await dora.live(dora.here);
  await auth.sessions.endOthers(dora.here, session);
  const again = await dora.stored(dora.owner);
  if (again === undefined) throw new Error('there is no account');
  await dora.session(again, 'later');
  expect(await auth.sessions.endOne(session, 'later')).toBeUndefined();
  expect(await namesOf(dora)).toEqual(['here']);
});

it('X11 a session that is ended at the same moment ends no other', async () => {
  const dora = await owner();
  dora.beforeTheNext('commit', () => dora.ends(dora.owner, 'here'));
  expect(await dora.endsOne('there')).toEqual({ refused: 'no-session' });
  expect(dora.commits).toHaveLength(1);
  expect(await namesOf(dora)).toEqual(['there']);
});

it('X11 a session that was ended since it was checked is not ended again by its own id', async () => {
  const dora = await owner();
  const session = await dora.live(dora.here);
  await dora.ends(dora.owner, 'here');
  expect(await dora.world.auth.sessions.endOne(session, 'here')).toEqual({ refused: 'no-session' });
  expect((await dora.events()).map(({ type }) => type)).not.toContain('session.revoked');
});

it('X11 the store is asked for the sessions once, and once more where the account began another epoch', async () => {
  const dora = await owner();
  const session = await dora.live(dora.here);
  await dora.endsOne('there');
  expect(dora.reads).toEqual(['readAccount', 'listSessions']);
  dora.reads.length = 0;
  await dora.world.auth.sessions.endOthers(dora.here, session);
  dora.reads.length = 0;
  await dora.world.auth.sessions.endOne(session, 'here');
  expect(dora.reads).toEqual(['listSessions', 'readAccount', 'listSessions']);
  dora.reads.length = 0;
  const again = await dora.session(dora.owner, 'again', { epoch: 4 });
  await dora.world.auth.sessions.endOne(await dora.live(again), 'again');
  expect(dora.reads).toEqual(['listSessions', 'readAccount']);
});

it('X11 a session is ended although its account changes at the same moment, and after thirty times not', async () => {
  const dora = await owner();
  dora.beforeTheNext('commit', () => dora.changes(dora.owner, { roles: ['reader'] }));
  expect(await dora.endsOne('there')).toBeUndefined();
  expect(dora.commits).toEqual([
    ending(dora, 'there', ofThere),
    ending(dora, 'there', {
      ...{ ...ofThere, actor: { ...byHere.actor, version: 8 } },
      account: { id: 'dora', version: 8 },
    }),
  ]);
  dora.commits.length = 0;
  dora.loses(30, 'actor');
  expect(await dora.endsOne('here')).toEqual({ refused: 'store-unavailable' });
  expect(dora.commits).toHaveLength(30);
  dora.commits.length = 0;
  dora.loses(29, 'actor');
  expect(await dora.endsOne('here')).toBeUndefined();
  expect(dora.commits).toHaveLength(30);
});
