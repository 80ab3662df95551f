import type { TenantId } from '@sallyport/store';
import { expect, it } from 'vitest';
import { embedded } from '../embedded.test-support.ts';
import { virtualTimer } from '../kernel/virtual-timer.test-support.ts';

it('X39 the accounts of a tenant are counted, although the policy of another tenant cannot be read', async () => {
  const timer = virtualTimer();
  const tenants = { default: {}, other: {} };
  const policy = { requiredStrength: 'single' } as const;
  const world = await embedded({ tenants, tenant: () => 'default', policy, ...{ timer } });
  const { store } = world;
  const [readPolicy, countProfiles] = [store.readPolicy.bind(store), store.countProfiles.bind(store)];
  const counted: TenantId[] = [];
  store.readPolicy = async (tenant) => {
    if (tenant === 'default') throw new TypeError('a document that no release reads');
    return readPolicy(tenant);
  };
  store.countProfiles = async (tenant, asked) => {
    counted.push(tenant);
    return countProfiles(tenant, asked);
  };
  await timer.pass(15_000);
  await world.auth.runBackgroundWork();
  expect(counted).toContain('other');
  await world.auth.close();
});
