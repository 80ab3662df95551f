import { MalformedQuery } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded } from '../embedded.test-support.ts';
import { BY, owned, person, ROOMS, rooms, value } from '../organised.test-support.ts';

describe('X41 the organisations of a tenant', () => {
  it('come by id, with rule and version, in pages, without the removed', async () => {
    const { auth } = await rooms();
    expect(await auth.organisations.list()).toEqual({ organisations: [] });
    const ids = Array.from({ length: 53 }, (_, place) => `o${String(place).padStart(2, '0')}`);
    for (const id of ids.toReversed()) value(await auth.organisations.create({ id, by: BY }));
    const rule = { requiredStrength: 'enhanced' };
    const changed = value(await auth.organisations.setRule('o00', rule, { ifVersion: 1, by: BY }));
    await auth.organisations.remove('o01', { by: BY });
    const { organisations: first, next = '' } = await auth.organisations.list();
    const { organisations: second, next: end } = await auth.organisations.list({ cursor: next });
    const left = ids.filter((id) => id !== 'o01');
    expect([first.map(({ id }) => id), second.map(({ id }) => id), end]).toEqual([
      left.slice(0, 50),
      left.slice(50),
      undefined,
    ]);
    expect(first[0]).toEqual(changed);
    expect(changed).toMatchObject({ version: 2, rule, changedBy: 'host:billing' });
    await auth.close();
  });

  it('have the pseudonym of a deleted author, as the log has', async () => {
    const { auth, owner, accountId, world } = await owned();
    const { organisations } = auth;
    const bo = await person(world, 'bo@example.org');
    value(await organisations.members.set('acme', bo, { roles: ['owner'], by: owner }));
    value(await organisations.setRule('acme', {}, { ifVersion: 1, by: owner }));
    await auth.people.delete({ accountId }, { by: BY });
    const set = value(await organisations.events('acme')).events.find(({ accountId: id }) => id === bo.accountId);
    const listed = [
      value(await organisations.rule('acme')).changedBy,
      value(await organisations.versions('acme')).versions[0]?.changedBy,
      (await organisations.list()).organisations[0]?.changedBy,
      value(await organisations.members.list('acme')).members[0]?.by,
    ];
    expect(new Set(listed)).toEqual(new Set([set?.actor]));
    expect(set?.actor).not.toBe(accountId);
    expect(value(await organisations.versions('acme')).versions[1]?.changedBy).toBe('host:billing');
    await auth.close();
  });

  it('are those of the named tenant, and a cursor belongs to its tenant', async () => {
    const tenants = { default: {}, south: {} };
    const { auth } = await embedded({ policy: ROOMS, contextOf: () => [], tenant: () => 'default', tenants });
    for (let count = 0; count < 51; count++) value(await auth.organisations.create({ by: BY }));
    value(await auth.organisations.create({ id: 'acme', tenant: 'south', by: BY }));
    const { organisations } = await auth.organisations.list({ tenant: 'south' });
    expect(organisations.map(({ id }) => id)).toEqual(['acme']);
    const { next = '' } = await auth.organisations.list();
    for (const [cursor, tenant] of [
      [next, 'south'],
      [`${next}x`, 'default'],
      ['', 'default'],
    ] as const)
      await expect(auth.organisations.list({ cursor, tenant })).rejects.toThrow(MalformedQuery);
    await auth.close();
  });
});
