import { instant } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, office } from './planting.test-support.ts';

const SECOND = 'second@example.org';

describe('a people administrator who names the identity of a policy administrator for a second account of hers', () => {
  it('X18 loses the account with the role: the identity stays, and nothing of hers', async () => {
    const { world, pia } = await office();
    const { people, signIn } = world.auth;
    const accountId = await newAccount(world, SECOND);
    const named = { externalIds: [{ provider: 'corp', subject: 'root' }] };
    accepted(await people.setRoles({ accountId }, { roles: ['admin'], by: await acting(world, pia) }));
    accepted(await people.setExternalIds({ accountId }, { ...named, by: await acting(world, pia) }));
    const root = new Browser(world);
    const arrived = { subject: 'root', roles: ['super-admin'], authTime: instant(world.now) };
    expect(await root.signsIn({ ...arrived, email: { address: 'root@corp.example', verified: true } })).toBe(
      'complete',
    );
    expect(await storedAccount(world.store, accountId)).toMatchObject({
      ...{ password: undefined, email: undefined, clearedFor: 'policy' },
      externalIds: [{ provider: 'corp', subject: 'root' }],
    });
    const second = new Browser(world);
    const typed = await signIn.begin(second.caller, { identifier: SECOND, password: PASSWORD });
    expect(typed).toEqual({ refused: 'invalid-credentials' });
    await world.auth.close();
  });
});
