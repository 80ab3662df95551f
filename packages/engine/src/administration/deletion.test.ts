import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { actOnBen, given, guardsOfRoot, office, recordOf, signsIn, somebody } from './office.test-support.ts';

it('W4 X18 an administrator deletes an account, with one event that its owner is told of', async () => {
  const on = await office();
  const { world, root, ben, commits } = on;
  const { version } = await recordOf(world, ben);
  const event = actOnBen(on, 'account.deleted', root.accountId);
  expect(await world.auth.people.delete({ accountId: ben }, { by: root })).toBeUndefined();
  expect(commits).toEqual([
    {
      ...{ tenant: TENANT, now: instant(world.now), deleteAccount: { id: ben }, events: [event] },
      guards: { ...(await guardsOfRoot(on)), account: { id: ben, version } },
    },
  ]);
  expect(await world.auth.people.delete({ accountId: ben }, { by: root })).toEqual({ refused: 'not-found' });
  expect(await world.auth.people.delete({ accountId: 'nobody' as AccountId }, { by: root })).toEqual({
    refused: 'not-found',
  });
});

it('W4 nobody deletes those above them, nor the last administrator themselves', async () => {
  const { world, root, commits } = await office();
  const pia = await somebody(world, 'pia', ['admin']);
  const session = await (await signsIn(world, 'pia@example.org')).session();
  commits.length = 0;
  expect(await world.auth.people.delete({ accountId: root.accountId }, { by: session })).toEqual({
    refused: 'not-permitted',
  });
  expect(await world.auth.people.delete({ accountId: root.accountId }, { by: root })).toEqual({
    refused: 'policy-strands-administrators',
  });
  expect(commits).toEqual([]);
  expect(await world.auth.people.delete({ accountId: pia }, { by: root })).toBeUndefined();
});

it('W4 one’s own account is one’s own to delete, in a session that lives, whatever roles are left', async () => {
  const { world, commits } = await office();
  const pia = await somebody(world, 'pia', ['admin']);
  const session = await (await signsIn(world, 'pia@example.org')).session();
  const { epoch } = await given(world, pia, { roles: [] });
  await given(world, pia, { epoch: epoch + 1 });
  expect(await world.auth.people.delete({ accountId: pia }, { by: session })).toEqual({ refused: 'no-session' });
  const { version } = await given(world, pia, { epoch });
  expect(await world.auth.people.delete({ accountId: pia }, { by: session })).toBeUndefined();
  expect(commits.at(-1)?.guards).toEqual({
    ...{ actor: { accountId: pia, version, sessionId: session.id }, account: { id: pia, version }, policy: 1 },
  });
});
