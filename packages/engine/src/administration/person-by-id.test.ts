import type { PeopleQuery } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { BEN, office } from './office.test-support.ts';

it('W4 X21 the list finds an account by its whole id, for a person whose address and name somebody else changed', async () => {
  const { world, ben } = await office();
  const found = async (query: PeopleQuery) =>
    (await world.auth.people.list({ tenant: TENANT, ...query })).accounts.flatMap(({ identifiers }) => identifiers);
  for (const query of [` ${ben} `, `${ben}.`]) expect(await found({ query })).toEqual([BEN]);
  expect(await found({ query: ben, state: 'blocked' })).toEqual([]);
  expect(await found({ query: ben.slice(0, -1) })).toEqual([]);
  expect(await found({ query: `${ben} ben` })).toEqual([]);
});
