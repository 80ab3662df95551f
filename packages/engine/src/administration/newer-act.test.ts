import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { office, recordOf, signsIn, somebody } from './office.test-support.ts';

const STALE = { refused: 'precondition-failed' };
const by = hostCode('host');

describe('an act on what its author read', () => {
  it('W4 replaces the roles that the author read, and no newer roles', async () => {
    const { world, root } = await office();
    const accountId = await somebody(world, 'cleo', ['contractor']);
    const set = (roles: string[], from?: string[]) =>
      world.auth.people.setRoles({ accountId }, { roles, by: root, ...(from && { from }) });
    expect(await set([], ['contractor'])).toMatchObject({ roles: [] });
    expect(await set(['contractor', 'employee'], ['contractor'])).toEqual(STALE);
    expect((await recordOf(world, accountId)).roles).toEqual([]);
    // The state that the author wants is there already.
    expect(await set([], ['contractor'])).toMatchObject({ roles: [] });
    expect(await set(['employee'])).toMatchObject({ roles: ['employee'] });
  });

  it('W4 is judged on what is committed, beside another act at the same time', async () => {
    const { world, root } = await office();
    const accountId = await somebody(world, 'cleo', ['contractor']);
    const give = (role: string) =>
      world.auth.people.setRoles({ accountId }, { roles: ['contractor', role], from: ['contractor'], by: root });
    const answers = await Promise.all([give('employee'), give('reader')]);
    expect(answers.filter(isRefusal)).toEqual([STALE]);
  });

  it('W4 tells an administrator without the right nothing of the roles', async () => {
    const { world, root } = await office();
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    const asked = { accountId: root.accountId };
    for (const from of [[...root.roles], ['employee']])
      expect(await world.auth.people.setRoles(asked, { roles: [], from, by: pia })).toEqual({
        refused: 'not-permitted',
      });
  });

  it('P9 replaces the methods and the identities that the author read, and no newer ones', async () => {
    const { world, root } = await office();
    const accountId = await somebody(world, 'cleo');
    const { people } = world.auth;
    const methods = ['passkey', 'password'] as const;
    expect(await people.setMethods({ accountId }, { methods, from: null, by: root })).toMatchObject({ accountId });
    expect(await people.setMethods({ accountId }, { methods: null, from: null, by: root })).toEqual(STALE);
    expect(await people.setMethods({ accountId }, { methods: ['password'], from: null, by: root })).toEqual(STALE);
    const from = [{ provider: 'corp', subject: 's1' }];
    expect(await people.setExternalIds({ accountId }, { externalIds: [], from, by: root })).toMatchObject({
      externalIds: [],
    });
    expect(await people.setMethods({ accountId }, { methods: null, from: methods, by: root })).toMatchObject({
      methods: null,
    });
  });

  it('P18 lifts the block that the author knows, and no newer block', async () => {
    const { world, root } = await office();
    const [accountId, other] = [await somebody(world, 'cleo'), await somebody(world, 'dora')];
    const { people } = world.auth;
    const block = (id: typeof accountId, reason: string) => people.block({ accountId: id }, { reason, by: root });
    const first = await block(accountId, 'lost telephone');
    const { blockedSince: asOf = 0 } = isRefusal(first) ? {} : first;
    expect(asOf).toBe(world.now);
    await block(other, 'lost telephone');
    expect(await people.unblock({ accountId }, { by: root, asOf })).toMatchObject({ status: 'active' });
    expect(await people.unblock({ accountId }, { by: root, asOf })).toMatchObject({ status: 'active' });
    world.now += 1;
    await block(accountId, 'an investigation');
    expect(await people.unblock({ accountId }, { by: root, asOf })).toEqual(STALE);
    const reason = 'lost telephone';
    expect(await people.unblock({ accountId }, { by: root, reason })).toEqual(STALE);
    const accountIds = [accountId, other];
    // The block of the other account is newer than each block that the author read of the first account.
    const read = { [accountId]: asOf, [other]: world.now };
    expect(await people.actOnMany({ act: 'unblock', accountIds, asOf: read, by: root })).toEqual({
      results: [
        { accountId, done: false, code: 'precondition-failed' },
        { accountId: other, done: true },
      ],
    });
    const { accounts } = await people.list({ state: 'blocked' });
    expect(accounts).toMatchObject([{ accountId, blockedSince: world.now }]);
    expect(await people.unblock({ accountId }, { by: root })).toMatchObject({ status: 'active' });
  });

  it('X18 X25 takes only what the author can have read', async () => {
    const { world } = await office();
    const accountId = await somebody(world, 'cleo');
    const { people } = world.auth;
    const malformed = (path: string) => ({ refused: 'malformed-input', errors: [expect.objectContaining({ path })] });
    const wrong: never = 'clerk' as never;
    expect(await people.setRoles({ accountId }, { roles: [], from: wrong, by })).toEqual(malformed('from'));
    expect(await people.setMethods({ accountId }, { methods: null, from: wrong, by })).toEqual(malformed('from'));
    expect(await people.setExternalIds({ accountId }, { externalIds: [], from: wrong, by })).toEqual(malformed('from'));
    expect(await people.unblock({ accountId }, { asOf: wrong, by })).toEqual(malformed('asOf'));
    expect(await people.unblock({ accountId }, { reason: 5 as never, by })).toEqual(malformed('reason'));
    const accountIds = [accountId];
    for (const asOf of [wrong, null, 1, [], [1], { somebody: 1 }, { [accountId]: wrong }, { [accountId]: undefined }])
      expect(await people.actOnMany({ act: 'unblock', accountIds, asOf: asOf as never, by })).toEqual(
        malformed('asOf'),
      );
    expect(await people.actOnMany({ act: 'sign-out', accountIds, asOf: {}, by })).toEqual(malformed('asOf'));
  });
});
