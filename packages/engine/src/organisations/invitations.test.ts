import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { keyRing } from '../kernel/secrets/key-ring.ts';
import { pooledRandom } from '../kernel/secrets/token.ts';
import { newStore } from '../new-store.test-support.ts';
import {
  BY,
  entered,
  HOUR,
  MINUTE,
  person,
  plants,
  proved,
  rooms,
  SESSION,
  says,
  value,
} from '../organised.test-support.ts';

import { BO, INVALID, inviting, tokenIn } from './inviting.test-support.ts';

const DAY = 24 * HOUR;

describe('X41 an invitation into an organisation', () => {
  it('makes the account of the mailbox a member, once, for the next request', async () => {
    const { auth, world, organisations, bo, manages, manager, joins } = await inviting();
    const asked = { email: 'BO@Example.org', roles: ['finance', 'finance'], by: manages };
    const { id, expiresAt } = value(await organisations.invite('acme', asked));
    expect(expiresAt).toBe(world.now + 7 * DAY);
    expect(world.mails.at(-1)).toEqual({
      ...{ tenant: TENANT, to: BO, kind: 'organisation-invitation', token: expect.any(String) },
      organisation: { id: 'acme', name: 'Acme' },
    });
    expect(await says(auth, bo.client.caller, { ...SESSION, in: 'acme' })).toBe('not-a-member');
    const token = tokenIn(world.mails);
    expect(await joins(token)).toEqual({
      ...{ organisation: 'acme', name: 'Acme', roles: ['finance'], since: world.now },
    });
    expect(await entered(auth, bo.client.caller, 'acme')).toMatchObject({ organisation: { roles: ['finance'] } });
    expect(await joins(token)).toEqual(INVALID);
    const { events } = value(await organisations.events('acme'));
    expect(events.slice(0, 2)).toMatchObject([
      {
        ...{ type: 'organisation.member-set', accountId: bo.accountId },
        detail: { in: 'acme', roles: ['finance'], invitation: id, invitedBy: manager.accountId },
      },
      {
        type: 'organisation.member-invited',
        detail: { in: 'acme', roles: ['finance'], invitation: id, to: 'b•••@example.org', mailbox: expect.any(String) },
      },
    ]);
    await auth.close();
  });

  it('is nobody else’s: neither another account’s nor another tenant’s, and no text is one', async () => {
    const { auth, world, invited, joins, manager, roles } = await inviting();
    const { token } = await invited();
    expect(await joins(token, manager.client)).toEqual({ refused: 'not-permitted' });
    for (const text of ['', 'x', `${token}x`, token.slice(0, -1), token.toUpperCase(), 'x'.repeat(5000)])
      expect(await joins(text)).toEqual(INVALID);
    await auth.people.setEmail({ identifier: BO }, { email: 'other@example.org', by: BY });
    expect(await roles()).toBeUndefined();
    expect(world.logged).toEqual([]);
    await auth.close();
  });

  it('is made by nobody who has a secret alone', async () => {
    const { auth, world, invited, joins, manager, roles } = await inviting();
    const ring = keyRing(() => ['a secret that is long enough to be one'], pooledRandom());
    const forged = (...link: readonly unknown[]) =>
      ring.seal(Buffer.from(JSON.stringify(link)), `organisation-invitation ${TENANT}`);
    const { id } = await invited();
    const other = Buffer.from(id, 'base64url');
    other.writeUInt8(other.readUInt8(21) ^ 1, 21);
    for (const made of [id, other.toString('base64url'), 'A'.repeat(22), 'A'.repeat(30), '_'.repeat(30)]) {
      expect(await joins(forged(made, 'beta', BO))).toEqual(INVALID);
      expect(await joins(forged(made, 'acme', BO, ['owner'], 'host:billing', world.now))).not.toMatchObject({
        roles: ['owner'],
      });
      expect(await joins(forged(made, 'acme', 'mia@example.org'), manager.client)).toEqual(INVALID);
    }
    expect(await roles(manager)).toEqual(['manager']);
    expect(await roles()).toEqual(['finance']);
    await auth.close();
  });

  it('went to an address that the account no longer has', async () => {
    const { auth, world, organisations } = await inviting();
    const { client, accountId } = await person(world, 'cleo@example.org');
    value(await organisations.invite('acme', { email: 'cleo@example.org', roles: [], by: BY }));
    const token = tokenIn(world.mails);
    await auth.people.setEmail({ accountId }, { email: 'other@example.org', by: BY });
    await client.signsInByMail('cleo@example.org');
    expect(await auth.me(await client.session()).join(token)).toEqual({ refused: 'not-permitted' });
    await auth.close();
  });

  it('ends after seven days, when it is withdrawn, and with the organisation', async () => {
    const { auth, world, organisations, invited, joins, manages } = await inviting();
    const withdrawn = await invited();
    expect(await organisations.withdraw('acme', withdrawn.id, { by: manages })).toBeUndefined();
    expect(await joins(withdrawn.token)).toEqual(INVALID);
    for (const id of ['', 'x', 7 as never, `${withdrawn.id}x`])
      expect(await organisations.withdraw('acme', id, { by: BY })).toEqual({ refused: 'not-found' });
    const used = await invited();
    await joins(used.token);
    expect(await organisations.withdraw('acme', used.id, { by: BY })).toEqual({ refused: 'not-found' });
    await organisations.members.remove('acme', { identifier: BO }, { by: BY });
    const late = await invited();
    world.now += 7 * DAY;
    expect(await joins(late.token)).toEqual(INVALID);
    const removed = await invited();
    await organisations.remove('acme', { by: BY });
    expect(await joins(removed.token)).toEqual(INVALID);
    await auth.close();
  });

  it('brings nobody back whom somebody removed since', async () => {
    const { auth, world, organisations, invited, joins, roles } = await inviting();
    const [first, second] = [await invited(), await invited(['finance', 'manager'])];
    await joins(first.token);
    world.now += MINUTE;
    await organisations.members.remove('acme', { identifier: BO }, { by: BY });
    expect(await joins(second.token)).toEqual(INVALID);
    expect(await roles()).toBeUndefined();
    world.now += MINUTE;
    const anew = await invited();
    expect(await joins(anew.token)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it('is withdrawn once, and never another’s, an unknown one or one that is over', async () => {
    const { auth, world, organisations, bo, manages, invited, joins } = await inviting();
    await organisations.create({ id: 'beta', by: BY });
    const withdrawals = async () =>
      (await world.store.listEvents(TENANT, { types: ['organisation.invitation-withdrawn'], limit: 9 })).items.length;
    const withdraws = (id: string, from = 'acme') => organisations.withdraw(from, id, { by: BY });
    const { id } = await invited();
    const unknown = Buffer.from(id, 'base64url');
    unknown.writeUInt8(unknown.readUInt8(21) ^ 1, 21);
    expect(await withdraws(unknown.toString('base64url'))).toEqual({ refused: 'not-found' });
    expect(await withdraws('A'.repeat(30))).toEqual({ refused: 'not-found' });
    expect(await withdraws(id, 'beta')).toEqual({ refused: 'not-found' });
    expect(await withdrawals()).toBe(0);
    expect(await organisations.withdraw('acme', id, { by: manages })).toBeUndefined();
    expect(await withdraws(id)).toBeUndefined();
    expect(await withdrawals()).toBe(1);
    const [ended, used, late] = [await invited(), await invited(), await invited()];
    await joins(used.token);
    for (const over of [ended, used]) expect(await withdraws(over.id)).toEqual({ refused: 'not-found' });
    await organisations.members.remove('acme', bo, { by: BY });
    expect(await withdraws(late.id)).toEqual({ refused: 'not-found' });
    world.now += 7 * DAY;
    expect(await withdraws(id)).toEqual({ refused: 'not-found' });
    expect(await withdrawals()).toBe(1);
    await auth.close();
  });

  it('is over as soon as somebody with its mailbox joins, is set or is removed there', async () => {
    const { auth, world, organisations, bo, invited, joins } = await inviting();
    await organisations.create({ id: 'beta', by: BY });
    value(await organisations.invite('beta', { email: BO, roles: [], by: BY }));
    const elsewhere = tokenIn(world.mails);
    const second = await person(world, 'bo2@example.org');
    await auth.people.setEmail(second, { email: BO, by: BY });
    await second.client.signsInByMail('bo2@example.org');
    const comes = async (token: string) => joins(token, second.client);
    const [one, two] = [await invited(['owner']), await invited(['owner'])];
    expect(await joins(one.token)).toMatchObject({ roles: ['owner'] });
    expect(await comes(two.token)).toEqual(INVALID);
    const three = await invited(['owner']);
    await organisations.members.set('acme', bo, { roles: ['finance'], by: BY });
    expect(await comes(three.token)).toEqual(INVALID);
    const four = await invited(['owner']);
    await organisations.members.remove('acme', bo, { by: BY });
    await auth.people.delete(bo, { by: BY });
    expect(await comes(four.token)).toEqual(INVALID);
    world.now += HOUR;
    expect(await comes((await invited()).token)).toMatchObject({ roles: ['finance'] });
    expect(await comes(elsewhere)).toEqual(INVALID);
    await auth.close();
  });

  it('is over as soon as a member leaves its mailbox, or is deleted', async () => {
    for (const leaves of ['moves', 'is deleted'] as const) {
      const { auth, world, organisations, bo, invited, joins } = await inviting();
      const one = await invited(['finance']);
      expect(await joins(one.token)).toMatchObject({ roles: ['finance'] });
      const two = await invited(['owner']);
      if (leaves === 'is deleted') await auth.people.delete(bo, { by: BY });
      else {
        await auth.people.setEmail(bo, { email: 'bo-new@example.org', by: BY });
        await organisations.members.remove('acme', bo, { by: BY });
      }
      const next = await person(world, 'next@example.org');
      await auth.people.setEmail(next, { email: BO, by: BY });
      await next.client.signsInByMail('next@example.org');
      expect(await joins(two.token, next.client), leaves).toEqual(INVALID);
      world.now += HOUR;
      expect(await joins((await invited()).token, next.client)).toMatchObject({ roles: ['finance'] });
      await auth.close();
    }
  });

  it('is not taken up beside a member who is made and removed', async () => {
    const store = newStore();
    const beside = { join: async () => undefined as unknown };
    const commit: typeof store.commit = async (change) => {
      const { join } = beside;
      if (change.uses !== undefined && change.membership !== undefined) {
        // The change beside the join commits too.
        beside.join = async () => undefined;
        await join();
      }
      return store.commit(change);
    };
    const { auth, organisations, bo, invited, joins, roles } = await inviting({ store: { ...store, commit } });
    const { token } = await invited();
    beside.join = async () => {
      await organisations.members.set('acme', bo, { roles: [], by: BY });
      await organisations.members.remove('acme', bo, { by: BY });
    };
    expect(await joins(token)).toEqual(INVALID);
    expect(await roles()).toBeUndefined();
    await auth.close();
  });

  it('is left open by a change that is refused, or that changes nothing', async () => {
    const { auth, organisations, bo, manages, accountId, invited, joins } = await inviting();
    const { token } = await invited();
    const { members } = organisations;
    expect(await members.set('acme', bo, { roles: ['owner'], by: manages })).toEqual({ refused: 'not-permitted' });
    expect(await members.remove('acme', bo, { by: BY })).toEqual({ refused: 'not-found' });
    expect(await members.set('acme', bo, { roles: [], from: ['finance'], by: BY })).toEqual({
      refused: 'precondition-failed',
    });
    const own = await organisations.invite('acme', { email: 'ada@example.org', roles: [], by: BY });
    expect(await members.remove('acme', { accountId }, { by: BY })).toEqual({ refused: 'strands-owners' });
    await members.set('acme', { accountId }, { roles: ['owner'], by: BY });
    expect(await organisations.withdraw('acme', value(own).id, { by: BY })).toBeUndefined();
    expect(await joins(token)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it('leaves the roles of a member as they are', async () => {
    const { auth, organisations, invited, joins, roles } = await inviting();
    await organisations.members.set('acme', { identifier: BO }, { roles: ['finance'], by: BY });
    const { token } = await invited(['owner']);
    expect(await joins(token)).toMatchObject({ roles: ['finance'] });
    expect(await roles()).toEqual(['finance']);
    await auth.close();
  });

  it('gives no role that is gone, and none that the inviter may not give', async () => {
    const { auth, world, organisations, manages, invited, joins } = await inviting();
    const asks = (roles: unknown, email: unknown = BO) =>
      organisations.invite('acme', { email: email as string, roles: roles as string[], by: manages });
    expect(await asks(['owner'])).toEqual({ refused: 'not-permitted' });
    expect(await asks(['guest'])).toMatchObject({ errors: [{ path: 'roles.0' }] });
    expect(await asks(Array.from({ length: 17 }, () => 'finance'))).toMatchObject({ errors: [{ path: 'roles' }] });
    for (const roles of [undefined, null, 'finance', [7]])
      expect(await asks(roles)).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'roles' }] });
    for (const email of [null, 7, '', 'bo', 'a@x.example, b@x.example', `${'a'.repeat(300)}@x.example`])
      expect(await asks([], email)).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'email' }] });
    expect(world.mails.filter(({ kind }) => kind === 'organisation-invitation')).toEqual([]);
    await plants(world, 'acme', { roles: { guest: {} } });
    const { token } = await invited(['guest']);
    await plants(world, 'acme', {});
    expect(await joins(token)).toEqual(INVALID);
    await auth.close();
  });

  it('is made by whoever may make members there, and tells nobody else whether the organisation is', async () => {
    const { auth, world, organisations, bo, owner } = await inviting();
    const by = await proved(world, bo.client);
    const asked = { email: 'eve@example.org', roles: [], by };
    expect(await organisations.invite('acme', asked)).toEqual({ refused: 'not-a-member' });
    expect(await organisations.invite('nowhere', asked)).toEqual({ refused: 'not-a-member' });
    expect(await organisations.withdraw('acme', 'x', { by })).toEqual({ refused: 'not-a-member' });
    expect(await organisations.invite('nowhere', { ...asked, by: BY })).toEqual({ refused: 'not-found' });
    world.now += 16 * MINUTE;
    expect(await organisations.invite('acme', { ...asked, by: owner })).toMatchObject({
      ...{ refused: 'insufficient-strength', in: 'acme' },
    });
    expect(world.mails.filter(({ kind }) => kind === 'organisation-invitation')).toEqual([]);
    await auth.close();
  });

  it('asks the one who joins for recent proof', async () => {
    const { auth, world, bo, invited } = await inviting();
    const { token } = await invited();
    const live = await proved(world, bo.client);
    world.now += 16 * MINUTE;
    expect(await auth.me(live).join(token)).toMatchObject({ refused: 'insufficient-strength' });
    await auth.close();
  });

  it('is taken up once, of twenty at once, and not beside its withdrawal', async () => {
    const { auth, world, bo, organisations, invited } = await inviting();
    const { id, token } = await invited();
    const session = await proved(world, bo.client);
    const all = await Promise.all(Array.from({ length: 20 }, () => auth.me(session).join(token)));
    expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
    expect(new Set(all.flatMap((one) => (isRefusal(one) ? [one.refused] : [])))).toEqual(
      new Set(['invalid-credentials']),
    );
    expect(await organisations.withdraw('acme', id, { by: BY })).toEqual({ refused: 'not-found' });
    await organisations.members.remove('acme', { identifier: BO }, { by: BY });
    world.now += MINUTE;
    const again = await invited();
    const [joined, withdrawn] = await Promise.all([
      auth.me(await proved(world, bo.client)).join(again.token),
      organisations.withdraw('acme', again.id, { by: BY }),
    ]);
    expect(isRefusal(joined)).toBe(withdrawn === undefined);
    await auth.close();
  });

  it('is refused where the host keeps the members, or the app has no mailer', async () => {
    const kept = await rooms({ memberRoles: () => ['owner'] });
    await kept.auth.organisations.create({ id: 'acme', by: BY });
    expect(await kept.auth.organisations.invite('acme', { email: BO, roles: [], by: BY })).toEqual({
      refused: 'roles-from-host',
    });
    expect(await kept.auth.me(await kept.client.session()).join('x')).toEqual(INVALID);
    await kept.auth.close();
  });
});
