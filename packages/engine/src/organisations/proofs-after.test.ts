import { describe, expect, it } from 'vitest';
import { BY, HOUR, owned, plants, SESSION, says } from '../organised.test-support.ts';

const text = (at: number) => new Date(at).toISOString();

describe('X41 the moment after which proofs count', () => {
  it('is not in the future, where no proof of anybody would count', async () => {
    const { auth, world, client, owner } = await owned();
    const { organisations } = auth;
    const fault = { refused: 'malformed-input', errors: [{ path: 'rule.proofsAfter' }] };
    for (const ahead of [1, HOUR, 100 * 365 * 24 * HOUR]) {
      const rule = { proofsAfter: text(world.now + ahead) };
      for (const asked of [
        organisations.setRule('acme', rule, { by: owner, ifVersion: 1 }),
        organisations.setRule('acme', rule, { by: BY, ifVersion: 1, force: true }),
        organisations.create({ id: 'other', rule, by: BY }),
        organisations.preview('acme', rule),
      ])
        expect(await asked).toMatchObject(fault);
    }
    expect(await organisations.rule('acme')).toMatchObject({ version: 1 });
    expect(await organisations.rule('other')).toEqual({ refused: 'not-found' });
    // Another zone's clock shows a later hour of the same moment.
    const zoned = text(world.now + 2 * HOUR).replace('Z', '+02:00');
    expect(await organisations.preview('acme', { proofsAfter: zoned })).toMatchObject({ enters: 1 });
    const present = { proofsAfter: text(world.now) };
    expect(await organisations.setRule('acme', present, { by: owner, ifVersion: 1 })).toMatchObject({ version: 2 });
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('single');
    await auth.close();
  });

  it('that is stored and in the future lets no owner in, so no act keeps one', async () => {
    const { auth, world, accountId } = await owned();
    const { organisations } = auth;
    const set = () => organisations.members.set('acme', { accountId }, { roles: ['finance'], by: BY });
    await plants(world, 'acme', { proofsAfter: text(world.now) });
    expect(await set()).toEqual({ refused: 'strands-owners' });
    await plants(world, 'acme', { proofsAfter: text(world.now + HOUR) });
    expect(await set()).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });
});
