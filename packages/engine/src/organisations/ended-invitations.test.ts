import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, rewritesAccount, storedAccount, TENANT } from '../embedded.test-support.ts';
import {
  at,
  BY,
  HOUR,
  MINUTE,
  organisedStore,
  person,
  plants,
  plantsMember,
  proved,
} from '../organised.test-support.ts';
import { BO, INVALID, inviting } from './inviting.test-support.ts';

const MOST = 1_000;

describe('X41 an act that ends invitations, and is refused', () => {
  it('a link that is withdrawn leaves the one that is open, also if it is opened first', async () => {
    const { auth, world, organisations, invited, joins, roles } = await inviting();
    const mistaken = await invited(['owner']);
    expect(await organisations.withdraw('acme', mistaken.id, { by: BY })).toBeUndefined();
    world.now += MINUTE;
    const meant = await invited(['finance']);
    expect(await joins(mistaken.token)).toEqual(INVALID);
    const { items } = await world.store.listEvents(TENANT, { types: ['organisation.invitation-ended'], limit: 9 });
    expect(items).toEqual([]);
    expect(await joins(meant.token)).toMatchObject({ roles: ['finance'] });
    expect(await roles()).toEqual(['finance']);
    await auth.close();
  });

  it('a membership too many leaves the invitation to the mailbox', async () => {
    const { auth, world, organisations, bo, invited, joins } = await inviting();
    const { token } = await invited(['finance']);
    for (let place = 0; place < MOST; place++) {
      await plants(world, `other-${place}`);
      await plantsMember(world, `other-${place}`, bo.accountId);
    }
    const set = await organisations.members.set('acme', bo, { roles: ['manager'], by: BY });
    expect(set).toMatchObject({ refused: 'malformed-input' });
    await organisations.members.remove('other-0', bo, { by: BY });
    expect(await joins(token)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it.each([1, 2, 5])('of %d open invitations that are taken up at once, one is', async (links) => {
    const { auth, world, bo, invited, roles } = await inviting();
    const tokens: string[] = [];
    for (let place = 0; place < links; place++) tokens.push((await invited(['finance'])).token);
    const session = await proved(world, bo.client);
    const answers = await Promise.all(tokens.map((token) => auth.me(session).join(token)));
    expect(await roles()).toEqual(['finance']);
    expect(answers.filter((one) => !isRefusal(one))).toHaveLength(1);
    await auth.close();
  });
});

describe('X41 an invitation ends with the mailbox', () => {
  it.each(['by an act', 'at the sign-in'])('that a member loses by a role that comes %s', async (comes) => {
    const told = new Map<string, readonly string[]>();
    const { auth, world, organisations, bo, invited, joins, manager } = await inviting({
      resolveSubject: (accountId: string) => told.get(accountId) ?? [],
    });
    await organisations.members.set('acme', bo, { roles: ['finance'], by: BY });
    await rewritesAccount(world.store, bo.accountId, (account) => ({
      ...account,
      ...(account.email && { email: { ...account.email, setUpBy: manager.accountId } }),
    }));
    const { token } = await invited(['owner']);
    world.now += MINUTE;
    told.set(bo.accountId, ['super-admin']);
    if (comes === 'by an act') await auth.people.rolesChanged(bo, { by: hostCode('hr') });
    else {
      const again = new Client(world);
      again.caller = at(again.caller);
      await auth.signIn.begin(again.caller, { identifier: BO, password: PASSWORD });
    }
    expect(await storedAccount(world.store, bo.accountId)).toMatchObject({ formerAddresses: [BO] });
    const reader = await person(world, 'reader@example.org');
    await auth.people.setEmail(reader, { email: BO, by: BY });
    await reader.client.signsInByMail('reader@example.org');
    expect(await joins(token, reader.client)).toEqual(INVALID);
    expect(await organisedStore(world).readMembership(TENANT, 'acme', reader.accountId)).toBeUndefined();
    await auth.close();
  });

  it('that its owner leaves before the membership', async () => {
    const { auth, world, organisations, bo, invited, joins } = await inviting();
    const { token } = await invited(['finance']);
    await auth.people.setEmail(bo, { email: 'bo-new@example.org', by: BY });
    world.now += HOUR;
    await organisations.members.set('acme', bo, { roles: ['finance'], by: BY });
    await organisations.members.remove('acme', bo, { by: BY });
    const second = await person(world, 'second@example.org');
    await auth.people.setEmail(second, { email: BO, by: BY });
    await second.client.signsInByMail('second@example.org');
    expect(await joins(token, second.client)).toEqual(INVALID);
    await auth.close();
  });
});
