import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, newAccount, TENANT } from '../../embedded.test-support.ts';

const EVE = 'eve@example.org';

/** What somebody may call a document of theirs, and what a host has that cuts a long name in the middle of an emoji. */
const NAMES = [
  ['NUL', 'my \0 plan'],
  ['half of an emoji', 'my plan \ud83d'],
] as const;

describe('somebody who is to be blocked, and chose the names of what they have access to', () => {
  it.each(NAMES)('P18 P19 is blocked whatever is in the names: %s', async (_, label) => {
    const world = await embedded({ exposure: () => [{ id: 'd1', label, access: 'owner' }] });
    const accountId = await newAccount(world, EVE);
    await world.auth.people
      .block({ accountId }, { reason: 'Investigation', by: hostCode('host') })
      .catch((fault: unknown) => fault);
    expect(await world.store.readAccount(TENANT, accountId)).toMatchObject({ block: { reason: 'Investigation' } });
    await world.auth.close();
  });

  it('P18 P19 is blocked however much that is', async () => {
    const item = { label: 'a document that somebody made by a script, one of very many', access: 'owner' };
    const world = await embedded({
      exposure: () => Array.from({ length: 200_000 }, (_, id) => ({ id: `${id}`, ...item })),
    });
    const accountId = await newAccount(world, EVE);
    const ref = { accountId };
    await world.auth.people
      .block(ref, { reason: 'Investigation', by: hostCode('host') })
      .catch((fault: unknown) => fault);
    expect(await world.store.readAccount(TENANT, accountId)).toHaveProperty('block.reason', 'Investigation');
    await world.auth.close();
  });
});
