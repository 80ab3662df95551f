import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { embedded, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import {
  at,
  entered,
  entering,
  HOUR,
  MINUTE,
  plants,
  plantsMember,
  ROOMS,
  rooms,
  SESSION,
  says,
} from '../organised.test-support.ts';

function counting() {
  const seen: string[] = [];
  const store = new Proxy(newStore(), {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...asked: unknown[]) => {
        seen.push(String(name));
        return Reflect.apply(value, target, asked);
      };
    },
  });
  return { store, seen };
}

describe('X41 a session enters an organisation', () => {
  it('of its account, in one statement, with the roles there', async () => {
    const { store, seen } = counting();
    const { auth, world, client, accountId } = await rooms({ store });
    await plants(world, 'acme', { requiredStrength: 'baseline' });
    await plantsMember(world, 'acme', accountId, 'finance', 'own-role');
    const roles = ['finance', 'own-role'];
    for (let time = 0; time < 2; time++) {
      seen.length = 0;
      const live = await entered(auth, client.caller, 'acme');
      expect(live).toMatchObject({ accountId, roles: [], organisation: { id: 'acme', roles } });
      expect(JSON.parse(JSON.stringify(live))).toMatchObject({ organisation: { id: 'acme', roles } });
      expect(seen).toEqual(['checkSession']);
    }
    expect((await client.session()).organisation).toBeUndefined();
    await auth.close();
  });

  it('gets one answer for the organisation of others, and for what is none', async () => {
    const { store, seen } = counting();
    const { auth, world, client, accountId } = await rooms({ store });
    await plants(world, 'others', { requiredStrength: 'phishing-resistant' });
    await plants(world, 'acme');
    await plantsMember(world, 'acme', accountId);
    const asked: unknown[] = [
      'others',
      'unknown',
      'Acme',
      'acme ',
      'acme/',
      '../acme',
      'a%63me',
      'ac\u0301me',
      '',
      '.',
      '..',
    ];
    asked.push('x'.repeat(101), 'x'.repeat(100_000), 'acme\u0000', '\ud800', 7, null, undefined, ['acme'], { acme: 1 });
    for (const id of asked) {
      seen.length = 0;
      const answer = await entering(auth, client.caller, id as string);
      expect(answer).toEqual({ refused: 'not-a-member' });
      expect(seen).toEqual(['checkSession']);
      const strong = { needs: 'strength', strength: 'phishing-resistant', in: id as string } as const;
      expect(await auth.sessions.guard(client.caller, strong)).toEqual({ refused: 'not-a-member' });
    }
    expect(await entering(auth, { ...client.caller, sessionToken: 'x'.repeat(43) }, 'acme')).toEqual({
      refused: 'no-session',
    });
    await auth.close();
  });

  it('is asked for what the organisation asks, steps up there, and goes on everywhere, unchanged', async () => {
    const { auth, world, client, accountId } = await rooms();
    const limits = async () => {
      const stored = await world.store.listSessions(TENANT, accountId, forAdapters(auth).now());
      return stored.map(({ id, idle, createdAt, expiresAt }) => ({ id, idle, lasts: expiresAt - createdAt }));
    };
    const before = await limits();
    await plants(world, 'acme', { requiredStrength: 'enhanced', proofsWithin: '1h' });
    await plants(world, 'plain');
    await plantsMember(world, 'acme', accountId, 'finance');
    await plantsMember(world, 'plain', accountId);
    expect(await entering(auth, client.caller, 'acme')).toMatchObject({
      refused: 'insufficient-strength',
      in: 'acme',
      demand: { strengths: ['enhanced'] },
      because: [{ code: 'strength-required', source: { organisation: 'acme' } }],
    });
    const live = await client.session();
    const raising = await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'enhanced', in: 'acme' }));
    expect(raising.answer).toMatchObject({ status: 'enroll' });
    const { reply } = await client.enrollsTotp();
    expect(reply.answer).toMatchObject({ status: 'complete' });
    for (const id of ['acme', 'plain'])
      expect(await entered(auth, client.caller, id)).toMatchObject({ id: live.id, organisation: { id } });
    expect(await limits()).toEqual(before);
    const { items } = await world.store.listEvents(TENANT, { types: ['step-up.succeeded'], limit: 9 });
    expect(items.map(({ detail }) => detail?.['in'])).toEqual(['acme']);
    world.now += 61 * MINUTE;
    expect(await entering(auth, client.caller, 'acme')).toMatchObject({
      in: 'acme',
      demand: { strengths: ['enhanced'], maxAgeSeconds: 3600 },
    });
    expect(await says(auth, client.caller, { ...SESSION, in: 'plain' })).toBe('enters');
    expect(await says(auth, client.caller, SESSION)).toBe('enters');
    await auth.close();
  });

  it('1: a demand of a route replaces no strength of the organisation', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    const asked = (strength: string) => says(auth, client.caller, { needs: 'strength', strength, in: 'acme' });
    expect(await asked('baseline')).toBe('enhanced');
    expect(await asked('phishing-resistant')).toBe('phishing-resistant');
    expect(await says(auth, client.caller, { needs: 'recent-sign-in', within: '5m', in: 'acme' })).toBe('enhanced');
    await auth.close();
  });

  it('3: looking at the own account and signing out ask for the membership alone', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'phishing-resistant' });
    await plantsMember(world, 'acme', accountId);
    for (const free of [{ looks: true }, { evenIfTightened: true }, { ends: true }] as const) {
      expect(await says(auth, client.caller, { ...SESSION, ...free, in: 'acme' })).toBe('enters');
      expect(await says(auth, client.caller, { ...SESSION, ...free, in: 'unknown' })).toBe('not-a-member');
    }
    await auth.close();
  });

  it('6: and is judged by the rule compiled for the policy in force, in the process that changed it and in others', async () => {
    const { auth, world, client, accountId } = await rooms({ policySource: 'store' });
    const other = await embedded({ store: world.store, policySource: 'store', policy: ROOMS, contextOf: () => [] });
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    await plantsMember(world, 'acme', accountId);
    for (const process of [auth, other.auth])
      expect(await says(process, client.caller, { ...SESSION, in: 'acme' })).toBe('enhanced');
    const { version, policy } = await auth.policy.current('default');
    const strengths = { corporate: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } };
    const changed = await auth.policy.set(
      'default',
      { ...policy, strengths },
      { ifVersion: version, by: hostCode('deployment') },
    );
    expect(changed).toMatchObject({ version: version + 1 });
    for (const process of [auth, other.auth])
      expect(await says(process, client.caller, { ...SESSION, in: 'acme' })).toBe('enhanced');
    await other.auth.close();
    await auth.close();
  });

  it('and nobody enters under a rule that names what the policy lacks', async () => {
    const { auth, world, client, accountId, logged } = await rooms();
    await plants(world, 'acme', { requiredStrength: 'corporate' });
    await plantsMember(world, 'acme', accountId, 'owner');
    for (let time = 0; time < 2; time++)
      expect(await entering(auth, client.caller, 'acme')).toEqual({ refused: 'no-way-in' });
    expect(logged.filter((line) => JSON.stringify(line).includes('organisation-closed'))).toHaveLength(1);
    const live = await client.session();
    expect(await auth.authorize(live, { in: 'acme' })).toMatchObject({ outcome: 'denied' });
    expect(await auth.signIn.stepUp(client.caller, live, { strength: 'single', in: 'acme' })).toMatchObject({
      refused: 'no-way-in',
    });
    await plants(world, 'acme', {});
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('enters');
    await auth.close();
  });
});

describe('X41 an organisation', () => {
  it('that asks for more, or that lets nobody stay, is told at the next request', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme');
    await plantsMember(world, 'acme', accountId);
    const inside = { ...SESSION, in: 'acme' } as const;
    expect(await says(auth, client.caller, inside)).toBe('enters');
    await plants(world, 'acme', { requiredStrength: 'enhanced' });
    expect(await says(auth, client.caller, inside)).toBe('enhanced');
    await plants(world, 'acme', { roles: { finance: { requiredStrength: 'phishing-resistant' } } });
    expect(await says(auth, client.caller, inside)).toBe('enters');
    await plantsMember(world, 'acme', accountId, 'finance');
    expect(await says(auth, client.caller, inside)).toBe('phishing-resistant');
    await plants(world, 'acme', {}, { removedAt: forAdapters(auth).now() });
    expect(await says(auth, client.caller, inside)).toBe('not-a-member');
    expect(await says(auth, client.caller, inside)).toBe('not-a-member');
    expect(await says(auth, client.caller, SESSION)).toBe('enters');
    await auth.close();
  });

  it('asks for more in a context of the vendor, and from a date on', async () => {
    const { auth, world, client, accountId } = await rooms();
    const from = new Date(world.now + HOUR).toISOString();
    await plants(world, 'acme', {
      contexts: { outside: { requiredStrength: 'phishing-resistant' } },
      later: [{ from, requiredStrength: 'enhanced' }],
    });
    await plantsMember(world, 'acme', accountId);
    const inside = { ...SESSION, in: 'acme' } as const;
    expect(await says(auth, client.caller, inside)).toBe('enters');
    expect(await says(auth, at(client.caller, 'outside'), SESSION)).toBe('enhanced');
    expect(await says(auth, at(client.caller, 'outside'), inside)).toBe('phishing-resistant');
    const { contexts: _, ...unsaid } = client.caller;
    expect(await says(auth, unsaid, inside)).toBe('phishing-resistant');
    world.now += HOUR;
    expect(await says(auth, client.caller, inside)).toBe('enhanced');
    expect(await says(auth, client.caller, SESSION)).toBe('enters');
    await auth.close();
  });

  it('counts only proofs after an incident, in itself alone', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme');
    await plants(world, 'plain');
    await plantsMember(world, 'acme', accountId);
    await plantsMember(world, 'plain', accountId);
    world.now += 10 * MINUTE;
    await plants(world, 'acme', { proofsAfter: new Date(world.now).toISOString() });
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).not.toBe('enters');
    expect(await says(auth, client.caller, { ...SESSION, in: 'plain' })).toBe('enters');
    await auth.close();
  });

  it('never opens a set-up outside of itself by its ways in, and closes none', async () => {
    const { auth, world, client, accountId } = await rooms();
    await plants(world, 'acme', { methods: ['passkey'] });
    await plantsMember(world, 'acme', accountId);
    const refused = await entering(auth, client.caller, 'acme');
    expect(refused).toMatchObject({ refused: 'insufficient-strength', in: 'acme' });
    const live = await auth.sessions.guard(client.caller, { ...SESSION, evenIfTightened: true, in: 'acme' });
    if (isRefusal(live)) throw new Error(live.refused);
    world.now += 16 * MINUTE;
    const secret = await auth.enroll.secret(client.caller, 'totp');
    expect(secret).toMatchObject({ refused: 'insufficient-strength' });
    expect(await auth.me(live).export()).toMatchObject({ refused: 'insufficient-strength' });
    const flow = await client.keeps(auth.signIn.stepUp(client.caller, live, { strength: 'single', in: 'acme' }));
    expect(flow.answer).toMatchObject({ status: 'continue', accept: [{ method: 'password' }] });
    await auth.close();
  });
});
