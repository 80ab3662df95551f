import { type Commit, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { PASSWORD, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import {
  at,
  entered,
  entering,
  MINUTE,
  organisedStore,
  person,
  plants,
  plantsMember,
  ROOMS,
  rooms,
  SESSION,
  says,
} from '../organised.test-support.ts';

describe('X41 a step-up into an organisation', () => {
  it('is refused to whoever is no member, and over when the membership ends', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plants(world, 'others', { requiredStrength: 'enhanced' });
    const live = await client.session();
    for (const id of ['others', 'unknown', 'x'.repeat(1000), '../acme'])
      expect(await auth.signIn.stepUp(client.caller, live, { strength: 'enhanced', in: id })).toEqual({
        refused: 'not-a-member',
      });
    await plantsMember(world, 'acme', accountId);
    await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'enhanced', in: 'acme' }));
    const store = organisedStore(world);
    const removeMembership = { organisation: 'acme', accountId };
    const now = forAdapters(auth).now();
    await store.commit({ tenant: TENANT, now, guards: {}, removeMembership, events: [] });
    expect(await auth.signIn.status(client.caller, { local: true })).toMatchObject({ refused: 'flow-expired' });
    expect(await auth.enroll.secret({ ...client.caller, continues: true }, 'totp')).toMatchObject({
      refused: 'flow-expired',
    });
    await auth.close();
  });

  it('is over if the membership ends while a proof is judged', async () => {
    const inner = newStore();
    let leaves: (() => Promise<void>) | undefined;
    const store = new Proxy(inner, {
      get: (target, name) => {
        const whole: unknown = Reflect.get(target, name);
        if (name !== 'commit' || typeof whole !== 'function') return whole;
        return async (change: Commit) => {
          const left = leaves;
          leaves = undefined;
          await left?.();
          return left === undefined ? inner.commit(change) : { outcome: 'conflict', with: 'policy' };
        };
      },
    });
    const { auth, world, client, accountId } = await rooms({ store });
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    world.now += 16 * MINUTE;
    const live = await client.session();
    await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'single', in: 'acme' }));
    const now = forAdapters(auth).now();
    leaves = async () => {
      const removeMembership = { organisation: 'acme', accountId };
      await inner.commit({ tenant: TENANT, now, guards: {}, removeMembership, events: [] });
    };
    expect(await auth.signIn.password(client.caller, { password: PASSWORD })).toMatchObject({
      refused: 'flow-expired',
    });
    await auth.close();
  });

  it('asks nothing of a session that suffices there, also from a session that was checked in another', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme');
    await plants(world, 'strict', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    await plantsMember(world, 'strict', accountId);
    const inAcme = await entered(auth, client.caller, 'acme');
    expect(await auth.authorize(inAcme, { in: 'strict' })).toMatchObject({ outcome: 'enrollment-required' });
    const looking = await auth.sessions.guard(client.caller, { ...SESSION, looks: true, in: 'strict' });
    if (isRefusal(looking)) throw new Error(looking.refused);
    expect(await auth.authorize(looking, { strength: 'single' })).toMatchObject({ outcome: 'enrollment-required' });
    expect(await auth.authorize(looking, { in: 'acme' })).toMatchObject({ outcome: 'granted' });
    expect(await auth.authorize(inAcme, { in: 'acme' })).toMatchObject({ outcome: 'granted' });
    expect(await auth.authorize(inAcme, { in: 'unknown' })).toMatchObject({ outcome: 'denied' });
    const done = await client.keeps(auth.signIn.stepUp(client.caller, inAcme, { strength: 'single', in: 'acme' }));
    expect(done.answer).toMatchObject({ status: 'complete' });
    await auth.close();
  });
});

describe('X41 memberships', () => {
  it('of one person in three organisations are apart', async () => {
    const { auth, world, client, accountId } = await rooms();
    for (const [id, role] of [
      ['one', 'owner'],
      ['two', 'finance'],
      ['three', 'admin'],
    ] as const) {
      await plants(world, id);
      await plantsMember(world, id, accountId, role);
    }
    const all = await Promise.all(['one', 'two', 'three'].map((id) => entered(auth, client.caller, id)));
    expect(all.map(({ organisation }) => organisation?.roles)).toEqual([['owner'], ['finance'], ['admin']]);
    // The name of a vendor's role grants nothing of the vendor.
    const [, , inThree] = all;
    expect(inThree?.roles).toEqual([]);
    expect(await auth.sessions.guard(client.caller, { needs: 'administrator', of: 'people' })).toEqual({
      refused: 'not-permitted',
    });
    await auth.close();
  });

  it("are the account's: a stolen session enters as its owner does, and another person does not", async () => {
    const { auth, world, client, accountId } = await rooms();
    const { client: eve } = await person(world, 'eve@example.org');
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId, 'owner');
    expect(await says(auth, eve.caller, { ...SESSION, in: 'acme' })).toBe('not-a-member');
    // The thief of a session by password and mailbox has no factor of the owner.
    const thief = { ...at({ tenant: TENANT, mode: 'token' as const }), sessionToken: client.caller.sessionToken ?? '' };
    expect(await says(auth, thief, { ...SESSION, in: 'acme' })).toBe('enhanced');
    await auth.close();
  });

  it('by the host are asked for once in a while, and without an answer nobody enters', async () => {
    const asked: unknown[] = [];
    let answer: () => unknown = () => ['finance'];
    const { auth, world, client, accountId } = await rooms({
      memberRoles: (...of) => {
        asked.push(of);
        return answer() as string[];
      },
    });
    await plants(world, 'acme');
    expect(await entered(auth, client.caller, 'acme')).toMatchObject({ organisation: { roles: ['finance'] } });
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('enters');
    expect(asked).toEqual([[accountId, 'acme', 'default', undefined]]);
    expect(await says(auth, client.caller, { ...SESSION, in: 'unknown' })).toBe('not-a-member');
    world.now += 16 * MINUTE;
    for (const wrong of ['finance', [7], [''], null]) {
      answer = () => wrong;
      await expect(entering(auth, client.caller, 'acme')).rejects.toMatchObject({ code: 'host-unavailable' });
    }
    answer = () => undefined;
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('not-a-member');
    answer = () => [];
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('enters');
    await auth.close();
  });

  it('X1 count no guess while the host cannot tell them', async () => {
    let roles: () => string[] = () => [];
    const { auth, world, client } = await rooms({ memberRoles: () => roles(), rolesWithin: '1m' });
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await client.keeps(auth.signIn.stepUp(client.caller, await client.session(), {}));
    const { secret } = await client.enrollsTotp();
    world.now += 16 * MINUTE;
    const asked = { strength: 'enhanced', within: '15m', in: 'acme' } as const;
    await client.keeps(auth.signIn.stepUp(client.caller, await client.session(), asked));
    await client.keeps(auth.signIn.password(client.caller, { password: PASSWORD }));
    roles = () => {
      throw new Error('down');
    };
    world.now += 2 * MINUTE;
    for (let time = 0; time < 10; time++)
      await expect(auth.signIn.code(client.caller, 'totp', { code: '000000' })).rejects.toMatchObject({
        code: 'host-unavailable',
      });
    roles = () => [];
    world.now += 31_000;
    const right = await auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) });
    expect(right).toMatchObject({ answer: { status: 'complete' } });
    await auth.close();
  });

  it('need a store that keeps organisations', async () => {
    const { readOrganisation: _, ...store } = newStore();
    await expect(rooms({ store })).rejects.toMatchObject({ code: 'not-configured' });
    const { organisations: __, ...policy } = ROOMS;
    const { auth, client } = await rooms({ store, policy });
    await expect(entering(auth, client.caller, 'acme')).rejects.toMatchObject({ code: 'bad-store' });
    await auth.close();
  });
});
