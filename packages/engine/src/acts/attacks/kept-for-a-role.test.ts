import { instant } from '@sallyport/core';
import { expect, it } from 'vitest';
import { newAccount, rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { APP } from '../../factors/account-record.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

it('N5 N15 a policy is not left to somebody who loses the role with the link that brought it', async () => {
  const world = await corporate({ requiredStrength: 'single' }, { corp: new FakeProvider({ roles: ['ops'] }) });
  const { people, policy } = world.auth;
  const root = await administrator(world, 'root', 'super-admin');
  const accountId = await newAccount(world, 'kay@example.org');
  await rewritesAccount(world.store, accountId, (account) => ({ ...account, totp: APP }));
  const externalIds = [{ provider: 'corp', subject: 'kay' }];
  accepted(await people.setExternalIds({ accountId }, { externalIds, by: await acting(world, root) }));
  const arrived = { subject: 'kay', roles: ['ops'], authTime: instant(world.now) };
  expect(await new Browser(world).signsIn(arrived)).toBe('complete');
  expect(await storedAccount(world.store, accountId)).toMatchObject({ providerRoles: { corp: ['ops'] } });
  const { version } = await policy.current(TENANT);
  const written = { requiredStrength: 'single', administrators: { policy: ['ops'] } };
  const set = await policy.set(TENANT, written, { ifVersion: version, by: await acting(world, root) });
  expect(set).toMatchObject({ refused: 'policy-strands-administrators' });
  await world.auth.close();
});
