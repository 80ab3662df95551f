import { describe, expect, it } from 'vitest';
import { BY, HOUR, plants, rooms, value } from '../organised.test-support.ts';
import { BO, inviting } from './inviting.test-support.ts';

describe('X41 the open invitations of an organisation', () => {
  it('are listed with their shortened address, their roles and their end, the newest first', async () => {
    const { auth, world, organisations, manager, manages, invited } = await inviting();
    const first = await invited(['finance'], manages);
    const invitedAt = world.now;
    world.now += HOUR;
    const second = await invited([]);
    const { invitations } = value(await organisations.invitations('acme'));
    expect(invitations).toEqual([
      {
        ...{ id: second.id, to: 'b•••@example.org', roles: [], by: 'host:billing' },
        ...{ invitedAt: world.now, expiresAt: world.now + 7 * 24 * HOUR },
      },
      {
        ...{ id: first.id, to: 'b•••@example.org', roles: ['finance'], by: manager.accountId },
        ...{ invitedAt, expiresAt: invitedAt + 7 * 24 * HOUR },
      },
    ]);
    expect(JSON.stringify(invitations)).not.toContain(BO);
    world.now += 7 * 24 * HOUR - HOUR;
    expect(value(await organisations.invitations('acme')).invitations.map(({ id }) => id)).toEqual([second.id]);
    world.now += HOUR;
    expect(await organisations.invitations('acme')).toEqual({ invitations: [] });
    await auth.close();
  });

  it.each<
    [string, (made: Awaited<ReturnType<typeof inviting>>, link: { id: string; token: string }) => Promise<unknown>]
  >([
    ['taken up', async ({ joins }, { token }) => value(await joins(token))],
    ['withdrawn', ({ organisations }, { id }) => organisations.withdraw('acme', id, { by: BY })],
    [
      'overtaken by a membership',
      ({ organisations, bo }) => organisations.members.set('acme', bo, { roles: [], by: BY }),
    ],
    [
      'taken up by a member',
      async ({ organisations, bo, invited, joins }) => {
        await organisations.members.set('acme', bo, { roles: [], by: BY });
        value(await joins((await invited()).token));
      },
    ],
    [
      'of an inviter who lost the role',
      ({ organisations, manager }) => organisations.members.set('acme', manager, { roles: ['finance'], by: BY }),
    ],
    ['of a blocked inviter', ({ auth, manager }) => auth.people.block(manager, { reason: 'left', by: BY })],
    ['of a removed organisation', ({ organisations }) => organisations.remove('acme', { by: BY })],
  ])('leave out one that is %s, and no other organisation’s end it', async (_, happens) => {
    const made = await inviting();
    const { auth, organisations, manages, invited } = made;
    await organisations.create({ id: 'beta', by: BY });
    const other = value(await organisations.invite('beta', { email: BO, roles: [], by: BY }));
    const link = await invited(['finance'], manages);
    expect(value(await organisations.invitations('acme')).invitations).toHaveLength(1);
    made.world.now += HOUR;
    await happens(made, link);
    const left = await organisations.invitations('acme');
    expect('refused' in left ? [] : left.invitations).toEqual([]);
    expect(value(await organisations.invitations('beta')).invitations.map(({ id }) => id)).toEqual([other.id]);
    await auth.close();
  });

  it('are none of an unknown organisation, and are the host’s business if the host keeps the members', async () => {
    const { auth, organisations } = await inviting();
    for (const odd of ['none', '', 'x'.repeat(1000), 'a\u0000', 7 as never, undefined as never])
      expect(await organisations.invitations(odd)).toEqual({ refused: 'not-found' });
    await auth.close();
    const kept = await rooms({ memberRoles: async () => [] });
    await plants(kept, 'acme');
    expect(await kept.auth.organisations.invitations('acme')).toEqual({ refused: 'roles-from-host' });
    await kept.auth.close();
  });
});
