import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { ProviderUnavailable } from '@sallyport/store/providers';
import { describe, expect, it } from 'vitest';
import { embedded, newAccount, signedIn } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
type Asked = Parameters<NonNullable<SallyportOptions<string>['beforeDeletion']>>[0];

async function withHost(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const world = await embedded({
    beforeDeletion: (deletion) => {
      asked.push(deletion);
      return answer(deletion) as 'delete';
    },
  });
  return { world, asked };
}

describe('X21 the host, before an account is deleted', () => {
  it('can refuse its owner, and is told whose account it is', async () => {
    const { world, asked } = await withHost(() => 'refuse');
    const dora = await signedIn(world, DORA);
    await world.auth.people.setExternalId({ identifier: DORA }, { by: hostCode('host'), externalId: '42' });
    const session = await dora.session();
    expect(await world.auth.me(session).remove()).toEqual({ refused: 'deletion-refused' });
    const { tenant, accountId } = session;
    expect(asked).toEqual([{ tenant, accountId, externalId: '42', by: 'owner' }]);
    expect(await world.auth.people.find({ identifier: DORA })).toBeDefined();
    await world.auth.close();
  });

  it('is asked once, and only where the deletion would go ahead', async () => {
    const { world, asked } = await withHost(() => 'delete');
    const dora = await signedIn(world, DORA);
    const session = await dora.session();
    const sue = await newAccount(world, 'sue@example.org', ['super-admin']);
    expect(await world.auth.people.delete({ accountId: sue }, { by: session })).toEqual({ refused: 'not-permitted' });
    world.now += 16 * 60_000;
    expect(await world.auth.me(session).remove()).toMatchObject({ refused: 'insufficient-strength' });
    expect(asked).toEqual([]);
    world.now -= 16 * 60_000;
    expect(await world.auth.me(session).remove()).toBeUndefined();
    expect(asked).toHaveLength(1);
    await world.auth.close();
  });

  it('stops the deletion if it fails or answers something else, and is not asked about its own', async () => {
    const answers = [
      () => undefined,
      () => 'yes',
      () => {
        throw new Error('the billing is down');
      },
    ];
    const { world, asked } = await withHost(() => answers.shift()?.());
    const session = await (await signedIn(world, DORA)).session();
    for (let fault = 0; fault < 3; fault++)
      await expect(world.auth.me(session).remove()).rejects.toThrow(ProviderUnavailable);
    expect(JSON.stringify(world.logged)).toContain('the billing is down');
    expect(isRefusal(await world.auth.people.delete({ identifier: DORA }, { by: hostCode('host') }))).toBe(false);
    expect(asked).toHaveLength(3);
    await world.auth.close();
  });
});
