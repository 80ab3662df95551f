import { isRefusal, type Mail, tenantId } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { embedded, TENANT } from '../embedded.test-support.ts';
import {
  at,
  BY,
  entered,
  entering,
  MINUTE,
  person,
  plants,
  plantsMember,
  proved,
  ROOMS,
  rooms,
  SESSION,
  says,
  withApp,
} from '../organised.test-support.ts';

describe('X41 what an organisation asks for ends at its door', () => {
  it('4, 5: a step-up there writes neither limits nor “must set up” to the account', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'enhanced', methods: ['password'], proofsWithin: '5m' });
    await plantsMember(world, 'acme', accountId);
    const limits = async () => {
      const stored = await world.store.listSessions(TENANT, accountId, forAdapters(auth).now());
      return stored.map(({ idle, createdAt, expiresAt }) => ({ idle, lasts: expiresAt - createdAt }));
    };
    const before = await limits();
    const live = await client.session();
    await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'single', in: 'acme' }));
    expect((await client.enrollsTotp()).reply.answer).toMatchObject({ status: 'complete' });
    expect(await limits()).toEqual(before);
    const { counts } = await auth.people.list();
    expect(counts).toMatchObject({ all: 1, meets: 1, mustEnroll: 0, noWayIn: 0 });
    expect(await auth.me(live).view()).toMatchObject({ accountId });
    await auth.close();
  });

  it('16: an administrator keeps the role and acts by the proof that the vendor asks for', async () => {
    const { auth, world, accountId } = await rooms();
    const desk = await person(world, 'desk@example.org', ['admin']);
    await withApp(world, desk.client);
    await plants(world, 'acme', { methods: ['passkey'], requiredStrength: 'phishing-resistant' });
    await plantsMember(world, 'acme', desk.accountId);
    await proved(world, desk.client);
    const free = await auth.sessions.guard(desk.client.caller, { ...SESSION, looks: true, in: 'acme' });
    if (isRefusal(free)) throw new Error(free.refused);
    expect(free.organisation?.id).toBe('acme');
    const blocked = await auth.people.block({ accountId }, { reason: 'x', by: free });
    expect(blocked).not.toHaveProperty('refused');
    await auth.close();
  });

  it('17, 9: a set-up at the door takes what a set-up takes everywhere', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    world.now += 16 * MINUTE;
    const live = await client.session();
    const raising = await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'single', in: 'acme' }));
    expect(raising.answer).toMatchObject({ status: 'continue', accept: [{ method: 'password' }] });
    expect(await auth.enroll.secret({ ...client.caller, continues: true }, 'totp')).toMatchObject({
      refused: expect.any(String),
    });
    await auth.close();
  });

  it('10: contexts that the app cannot tell ask for more there, and lock nobody out of the account', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { contexts: { outside: { methods: ['passkey'] } } });
    await plantsMember(world, 'acme', accountId);
    const { contexts: _, ...unsaid } = client.caller;
    expect(await entering(auth, unsaid, 'acme')).toMatchObject({ in: 'acme', refused: 'insufficient-strength' });
    expect(await entered(auth, at(client.caller), 'acme')).toMatchObject({ accountId });
    await auth.close();
  });

  it('sessions that are listed, ended and limited are those of the account', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    const live = await client.session();
    const seen = await auth.sessions.guard(client.caller, { ...SESSION, looks: true, in: 'acme' });
    if (isRefusal(seen)) throw new Error(seen.refused);
    expect(await auth.sessions.list(seen)).toEqual(await auth.sessions.list(live));
    expect(await auth.sessions.endOthers(client.caller, seen)).toBeUndefined();
    expect(isRefusal(await auth.sessions.end(client.caller, seen))).toBe(false);
    expect(await says(auth, client.caller, SESSION)).toBe('no-session');
    await auth.close();
  });
});

describe('X41 another tenant', () => {
  it('has organisations of its own, also of the same id', async () => {
    const mails: Mail[] = [];
    const parts = { sendMail: (mail: Mail) => void mails.push(mail) };
    const made = await embedded({
      ...{ policy: ROOMS, contextOf: () => [] },
      ...{ tenant: () => 'default', tenants: { default: parts, south: parts } },
    });
    const world = { ...made, mails };
    const { auth } = world;
    const { client, accountId } = await person(world, 'ada@example.org');
    const { organisations } = auth;
    await organisations.create({ id: 'acme', by: BY });
    await organisations.create({ id: 'acme', rule: { requiredStrength: 'enhanced' }, tenant: 'south', by: BY });
    await organisations.create({ id: 'south-only', tenant: 'south', by: BY });
    await organisations.members.set('acme', { accountId }, { roles: ['owner'], by: BY });
    expect(await entered(auth, client.caller, 'acme')).toMatchObject({ organisation: { roles: ['owner'] } });
    expect(await says(auth, client.caller, { ...SESSION, in: 'south-only' })).toBe('not-a-member');
    const south = tenantId('south');
    expect(await says(auth, { ...client.caller, tenant: south }, { ...SESSION, in: 'acme' })).toBe('no-session');
    expect(await organisations.rule('acme', { tenant: 'south' })).toMatchObject({
      rule: { requiredStrength: 'enhanced' },
    });
    const by = await client.session();
    for (const asked of [
      organisations.setRule('acme', {}, { by, ifVersion: 1, tenant: 'south' }),
      organisations.remove('acme', { by, tenant: 'south' }),
      organisations.members.set('acme', { accountId }, { roles: ['owner'], by, tenant: 'south' }),
      organisations.create({ id: 'other', by, tenant: 'south' }),
    ])
      expect(await asked).toEqual({ refused: 'not-permitted' });
    // No account of this tenant is in an organisation of the other.
    expect(
      await organisations.members.set('acme', { accountId }, { roles: ['owner'], tenant: 'south', by: BY }),
    ).toEqual({ refused: 'not-found' });
    await auth.close();
  });
});
