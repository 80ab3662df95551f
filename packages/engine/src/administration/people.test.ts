import { instant } from '@sallyport/core';
import { type AccountId, type AccountRecord, type AccountRef, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { actOnBen, BEN, given, type Office, office, recordOf, signsIn, viewOf } from './office.test-support.ts';

const HOST = { kind: 'host', id: 'console' } as const;
const BY = { by: hostCode('console') };
const WHO: AccountRef = { identifier: BEN };

/** What is written of an act of host code on Ben. */
async function wrote(on: Office, before: AccountRecord, next: Partial<AccountRecord>) {
  return {
    ...{ tenant: TENANT, now: on.world.now },
    account: { ...before, ...next, version: before.version + 1 },
    guards: { account: { id: on.ben, version: before.version }, policy: 1 },
  };
}

describe('host code', () => {
  it('X25 ends every session and forgets every device, with one event', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const client = await signsIn(world, BEN);
    const before = await recordOf(world, ben);
    expect(await world.auth.people.endSessions(WHO, BY)).toEqual(viewOf(ben, BEN));
    expect(commits.at(-1)).toEqual({
      ...(await wrote(on, before, { epoch: before.epoch + 1, epochSince: instant(world.now) })),
      ...{ keysStay: true, endSessions: { accountId: ben }, forgetDevices: { accountId: ben } },
      events: [actOnBen(on, 'session.revoked', HOST, { detail: { all: true }, isTold: false })],
    });
    await expect(client.session()).rejects.toThrow('no-session');
    expect(await world.auth.people.endSessions(WHO, { by: hostCode('host') })).toEqual(viewOf(ben, BEN));
    expect(commits.at(-1)?.events).toMatchObject([{ actor: { kind: 'host', id: 'host' } }]);
  });

  it('X25 renames the first identifier, keeps the others, and the owner is told at the old one', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const { rename } = world.auth.people;
    const before = await given(world, ben, { identifiers: [BEN, 'benny', 'benjamin'] });
    expect(await rename(WHO, { identifier: ' Bernard ', ...BY })).toEqual({
      ...viewOf(ben, BEN),
      identifiers: ['bernard', 'benny', 'benjamin'],
    });
    const event = actOnBen(on, 'account.identifier-changed', HOST, {
      detail: { from: 'b•••@example.org', to: 'b•••' },
    });
    expect(commits.at(-1)).toEqual({
      ...(await wrote(on, before, { identifiers: ['bernard', 'benny', 'benjamin'] })),
      events: [
        {
          ...event,
          recipients: { addresses: [BEN], identifiers: [BEN, 'benny', 'benjamin'], newIdentifier: 'bernard' },
        },
      ],
    });
    const bernard = { identifier: 'bernard' };
    const wrote1 = commits.length;
    expect(await rename(bernard, { identifier: 'BERNARD', ...BY })).toMatchObject({ accountId: ben });
    expect(commits).toHaveLength(wrote1);
    expect(await rename(bernard, { identifier: 'benny', ...BY })).toMatchObject({ identifiers: ['benny', 'benjamin'] });
    const wrote3 = commits.length;
    expect(await rename({ identifier: 'benny' }, { identifier: 'root@example.org', ...BY })).toEqual({
      refused: 'already-exists',
    });
    expect(await rename({ identifier: 'benny' }, { identifier: ' ', ...BY })).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'identifier', message: 'is empty' }],
    });
    expect(commits).toHaveLength(wrote3 + 1);
  });

  it('X25 gives an account its own key, another one or none, and tells nobody', async () => {
    const on = await office();
    const { world, ben, root, commits } = on;
    const { setExternalId } = world.auth.people;
    const before = await recordOf(world, ben);
    const changes = async (externalId: string | null) => setExternalId({ accountId: ben }, { externalId, ...BY });
    const event = (from: string | null, to: string | null) =>
      actOnBen(on, 'account.external-id-changed', HOST, { detail: { from, to }, isTold: false });
    expect(await changes('user-7')).toEqual({ ...viewOf(ben, BEN), externalId: 'user-7' });
    expect(commits.at(-1)).toEqual({
      ...(await wrote(on, before, { externalId: 'user-7' })),
      events: [event(null, 'user-7')],
    });
    const wroteOne = commits.length;
    expect(await changes('user-7')).toEqual({ ...viewOf(ben, BEN), externalId: 'user-7' });
    expect(commits).toHaveLength(wroteOne);
    expect(await setExternalId({ accountId: root.accountId }, { externalId: 'user-7', ...BY })).toEqual({
      refused: 'already-exists',
    });
    await changes('User-7');
    expect(commits.at(-1)?.events).toEqual([event('user-7', 'User-7')]);
    expect(await changes(null)).toEqual(viewOf(ben, BEN));
    expect(commits.at(-1)?.events).toEqual([event('User-7', null)]);
    expect(commits.at(-1)?.account).not.toHaveProperty('externalId');
    expect(await world.auth.people.find(WHO)).not.toHaveProperty('externalId');
    const wroteNone = commits.length;
    expect(await changes(null)).toEqual(viewOf(ben, BEN));
    expect(commits).toHaveLength(wroteNone);
    const refused = { refused: 'malformed-input', errors: [{ path: 'externalId', message: expect.any(String) }] };
    for (const none of ['', undefined, 'x'.repeat(256)])
      expect(await Reflect.apply(setExternalId, undefined, [WHO, { externalId: none, ...BY }])).toEqual(refused);
    expect(await changes('x'.repeat(255))).toMatchObject({ accountId: ben });
  });

  it('X25 deletes an account with all it holds, with one event', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const { version } = await recordOf(world, ben);
    const event = actOnBen(on, 'account.deleted', HOST);
    expect(await world.auth.people.delete(WHO, BY)).toBeUndefined();
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: world.now, deleteAccount: { id: ben }, events: [event] },
        guards: { account: { id: ben, version }, policy: 1 },
      },
    ]);
    expect(await world.auth.people.delete(WHO, { by: hostCode('host') })).toEqual({ refused: 'not-found' });
    expect(await world.auth.people.find(WHO)).toBeUndefined();
  });

  it('X25 sets roles and ways in, and names itself in the event', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const { setRoles, setMethods } = world.auth.people;
    expect(await setRoles(WHO, { roles: ['reader'], ...BY })).toEqual({ ...viewOf(ben, BEN), roles: ['reader'] });
    const detail = { from: [], to: ['reader'] };
    expect(commits.at(-1)?.events).toEqual([actOnBen(on, 'account.roles-changed', HOST, { detail, isTold: false })]);
    const methods = ['passkey'] as const;
    expect(await setMethods(WHO, { methods, ...BY })).toMatchObject({ refused: 'no-way-in-left' });
    expect(await setMethods(WHO, { methods, ...BY, force: true })).toMatchObject({ methods });
    expect(commits.at(-1)?.events).toEqual([actOnBen(on, 'account.methods-changed', HOST, { detail: { methods } })]);
  });

  it('X25 is refused for whom it names first, then for what it gives, then for whom it does not find', async () => {
    const { world, commits } = await office();
    const { block, setRoles } = world.auth.people;
    const nobody = { identifier: 'nobody' };
    const refused = (path: string) => ({ refused: 'malformed-input', errors: [{ path, message: expect.any(String) }] });
    expect(await block(nobody, { by: hostCode(''), reason: '' })).toEqual(refused('by'));
    expect(await block(nobody, { by: hostCode('console'), reason: '' })).toEqual(refused('reason'));
    expect(await block(nobody, { reason: 'left', ...BY })).toEqual({ refused: 'not-found' });
    expect(await Reflect.apply(setRoles, undefined, [nobody, { roles: 'admin', ...BY }])).toEqual(refused('roles'));
    expect(commits).toEqual([]);
  });
});

describe('an account that host code makes', () => {
  it('X25 is answered whole, with the key that the host gave it', async () => {
    const { world, commits } = await office();
    const input = { identifier: 'cleo@example.org', email: 'cleo@example.org', password: PASSWORD };
    const made = await world.auth.people.create({ ...input, externalId: 'user-8', ...BY });
    if (isRefusal(made)) throw new Error(made.refused);
    expect(made).toEqual({ ...viewOf(made.accountId, 'cleo@example.org'), externalId: 'user-8' });
    expect(commits.at(-1)).toMatchObject({ guards: { policy: 1 }, events: [{ type: 'account.created', actor: HOST }] });
    expect(await world.auth.people.create({ ...input, externalId: 'user-9', by: hostCode('host') })).toEqual({
      refused: 'already-exists',
    });
    expect(await world.auth.people.create({ identifier: 'dora', externalId: 'user-8', by: hostCode('host') })).toEqual({
      refused: 'already-exists',
    });
  });

  it('X25 is refused for whom the host names first, then its key, then what it gives', async () => {
    const { world, commits } = await office();
    const create = async (given: object): Promise<unknown> =>
      Reflect.apply(world.auth.people.create, undefined, [given]);
    const path = (where: string) => ({
      refused: 'malformed-input',
      errors: [{ path: where, message: expect.any(String) }],
    });
    expect(await create({ by: hostCode(''), externalId: '', email: 7, identifier: '' })).toEqual(path('by'));
    expect(await create({ ...BY, externalId: '', email: 7, identifier: '' })).toEqual(path('externalId'));
    expect(await create({ ...BY, email: 7, identifier: '' })).toEqual(path('email'));
    expect(await create({ ...BY, identifier: '' })).toEqual(path('identifier'));
    expect(commits).toEqual([]);
  });

  it('X20 X25 X39 is in the tenant that is named, and found there alone', async () => {
    const { auth } = await embedded({ tenant: () => 'default', tenants: { default: {}, acme: {} } });
    const { create, find, list } = auth.people;
    const made = await create({ identifier: 'eva', externalId: 'user-1', tenant: 'acme', ...BY });
    if (isRefusal(made)) throw new Error(made.refused);
    for (const key of [{ identifier: ' EVA' }, { externalId: 'user-1' }, { accountId: made.accountId }]) {
      expect(await find({ ...key, tenant: 'acme' })).toEqual(made);
      expect(await find(key)).toBeUndefined();
    }
    expect(await find({ externalId: 'USER-1', tenant: 'acme' })).toBeUndefined();
    expect((await list({ tenant: 'acme' })).accounts).toMatchObject([
      { accountId: made.accountId, externalId: 'user-1' },
    ]);
    expect((await list()).accounts).toEqual([]);
    for (const asked of [create({ identifier: 'eva', tenant: 'ACME', ...BY }), list({ tenant: 'ACME' })])
      await expect(asked).rejects.toMatchObject({ code: 'bad-tenant' });
    await expect(find({ identifier: 'eva', tenant: 'ACME' })).rejects.toMatchObject({ code: 'bad-tenant' });
  });
});

describe('an administrator of one tenant', () => {
  it('X39 W4 finds no account of another tenant, and makes none there', async () => {
    const { auth } = await embedded({ tenant: () => 'default', tenants: { default: {}, acme: {} } });
    const made = await auth.people.create({ identifier: 'eva', tenant: 'acme', ...BY });
    if (isRefusal(made)) throw new Error(made.refused);
    const { root } = await office();
    const { accountId } = made;
    const input = { by: root, reason: 'left' };
    expect(await auth.people.block({ tenant: 'acme', accountId }, input)).toEqual({ refused: 'not-found' });
    expect(await auth.people.block({ tenant: 'acme', identifier: 'eva' }, input)).toEqual({ refused: 'not-found' });
    expect(await auth.people.block({ accountId }, input)).toEqual({ refused: 'not-found' });
    const creation = { identifier: 'dora', tenant: 'acme', by: root };
    expect(await auth.people.create(creation)).toEqual({ refused: 'not-permitted' });
    expect(await auth.policy.set('acme', {}, { ifVersion: 1, by: root })).toEqual({ refused: 'not-permitted' });
    expect(await auth.people.find({ tenant: 'acme', accountId })).toMatchObject({ status: 'active' });
  });

  it('W4 makes no act that only host code makes', async () => {
    const { world, root, ben, commits } = await office();
    const who = { accountId: ben };
    const { people } = world.auth;
    for (const refused of [
      await people.setEmail(who, { email: 'benny@example.org', by: root }),
      await people.setPassword(who, { password: 'five words that nobody guesses', by: root }),
      await people.rename(who, { identifier: 'benny', by: root }),
      await people.setExternalId(who, { externalId: 'user-7', by: root }),
      await people.create({ identifier: 'dora', externalId: 'user-7', by: root }),
    ])
      expect(refused).toEqual({ refused: 'not-permitted' });
    expect(commits).toEqual([]);
  });
});

describe('the accounts that host code lists', () => {
  it('X25 come fifty at a time, in the order of their ids, by what is looked for', async () => {
    const world = await embedded();
    const { list } = world.auth.people;
    const now = instant(world.now);
    const ids = Array.from({ length: 51 }, (_, place) => `a${100 + place}` as AccountId);
    for (const id of ids) {
      const account: AccountRecord = {
        ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [`${id}@example.org`] },
        ...{ userHandle: id, roles: [], passkeys: [], externalId: `user-${id}` },
      };
      await world.store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
    }
    const first = await list();
    expect(first.accounts.map(({ accountId }) => accountId)).toEqual(ids.slice(0, 50));
    expect(first.accounts[0]).toMatchObject({ accountId: 'a100', externalId: 'user-a100', status: 'active' });
    const rest = await list({ cursor: first.next ?? '' });
    expect(rest).toEqual({ accounts: [expect.objectContaining({ accountId: 'a150' })], counts: first.counts });
    expect((await list({ query: 'A15' })).accounts).toEqual(rest.accounts);
    expect((await list({ query: 'nobody' })).accounts).toEqual([]);
    expect((await list({ query: 'a\0' })).accounts).toEqual([]);
    await expect(list({ cursor: 'a\0' })).rejects.toMatchObject({ code: 'malformed-query' });
    expect((await Reflect.apply(list, undefined, [{ query: undefined }])).accounts).toHaveLength(50);
    await expect(Reflect.apply(list, undefined, [{ cursor: 7 }])).rejects.toThrow('cursor is no text');
  });
});

describe('the host’s word that roles changed', () => {
  it('X20 X25 is asked for at once, by the host’s own key or another, and answered with the account as it is then', async () => {
    const table = new Map<string, readonly string[] | undefined>();
    const on = await office({ resolveSubject: (id) => (table.has(id) ? table.get(id) : []) });
    const { world, ben } = on;
    const { rolesChanged } = world.auth.people;
    await given(world, ben, { externalId: 'user-7' });
    table.set(ben, ['reader']);
    const seen = { ...viewOf(ben, BEN), roles: ['reader'], externalId: 'user-7' };
    expect(await rolesChanged('user-7', BY)).toEqual(seen);
    expect(on.commits.at(-1)?.events).toMatchObject([
      { type: 'account.roles-changed', actor: HOST, detail: { from: [], to: ['reader'] } },
    ]);
    expect(await rolesChanged({ identifier: BEN }, BY)).toEqual(seen);
    expect(await rolesChanged('user-8', BY)).toEqual({ refused: 'not-found' });
    expect(await rolesChanged('user-7', { by: hostCode('') })).toMatchObject({ refused: 'malformed-input' });
    await signsIn(world, BEN);
    table.set(ben, undefined);
    expect(await rolesChanged('user-7', BY)).toEqual(seen);
    expect(on.commits.at(-1)).toMatchObject({
      events: [{ type: 'session.revoked', actor: HOST, detail: { all: true, reason: 'unknown-to-host' } }],
    });
    on.loses(30, 'account');
    expect(await rolesChanged('user-7', BY)).toEqual({ refused: 'store-unavailable' });
    const deletes = () => world.auth.people.delete({ accountId: ben }, { by: hostCode('host') });
    on.beforeTheNext('commit', async () => on.beforeTheNext('readAccount', deletes));
    expect(await rolesChanged('user-7', BY)).toEqual({ refused: 'not-found' });
  });

  it('X25 is a mistake where the roles are kept here', async () => {
    const { auth } = await embedded();
    const mistaken = () => auth.people.rolesChanged('user-7', { by: hostCode('host') });
    expect(mistaken).toThrow(
      expect.objectContaining({
        code: 'roles-kept-here',
        wayOut: 'Give `resolveSubject`, or set the roles with `people.setRoles`.',
      }),
    );
  });
});
