import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { newAccount, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

it('X3 N15 a provider with the id of a former directory signs nobody in as a person of the directory', async () => {
  const world = await corporate({ requiredStrength: 'single' });
  const accountId = await newAccount(world, 'eva@example.org');
  const externalIds = [{ provider: 'corp', subject: 's1' }];
  accepted(await world.auth.people.setExternalIds({ accountId }, { externalIds, by: hostCode('host') }));
  expect(await new Browser(world).signsIn({ subject: 's1' })).toBe('complete');
  const { externalIds: [link] = [] } = await storedAccount(world.store, accountId);
  if (link === undefined) throw new Error('no link');
  const { issuer: _, ...ofDirectory } = link;
  await rewritesAccount(world.store, accountId, (account) => ({
    ...account,
    externalIds: [{ ...ofDirectory, method: 'ldap' as const }],
  }));
  expect(await new Browser(world).signsIn({ subject: 's1' })).toBe('invalid-credentials');
});
