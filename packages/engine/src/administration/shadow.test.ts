import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, signedIn, TENANT } from '../embedded.test-support.ts';
import { at, person, plants, plantsMember, ROOMS } from '../organised.test-support.ts';

import {
  ADA,
  BASELINE,
  BEN,
  BY,
  countsOf,
  ENHANCED,
  type Input,
  NOBODY,
  report,
  SESSION,
  SINGLE,
  STAFF,
  shadowed,
} from './shadowed.test-support.ts';

describe('a draft in the shadow of the policy in force', () => {
  it('N18 says who would have been asked for more, by which rule, and grants as before', async () => {
    const world = await shadowed(BASELINE, STAFF);
    const ada = await newAccount(world, ADA, ['staff']);
    const ben = await newAccount(world, BEN);
    for (const name of [ADA, BEN]) {
      const client = new Client(world);
      expect((await client.signsInByMail(name)).answer.status).toBe('complete');
    }
    const because = {
      ...{ code: 'strength-required', params: { strength: 'enhanced' }, source: { role: 'staff' } },
      message: expect.stringContaining('staff'),
    };
    const found = await report(world);
    expect(found).toMatchObject({
      ...{ policy: STAFF, version: 2, by: 'host:rollout', signIns: 2, isWhole: true },
      ...{ ...NOBODY, askedForMore: 1 },
      rules: [{ effect: 'asked-for-more', because, people: 1 }],
      people: [{ accountId: ada, effect: 'asked-for-more', at: world.now, occasion: 'sign-in', because: [because] }],
      names: { [ada]: ADA },
    });
    expect(found.people).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain(ben);
  });

  it('N18 says who would have been left without a way in', async () => {
    const world = await shadowed(BASELINE, { ...BASELINE, methods: ['passkey'] });
    await signedIn(world, ADA);
    expect(await report(world)).toMatchObject({
      ...{ ...NOBODY, denied: 1 },
      rules: [{ effect: 'denied', because: { code: 'methods-restricted', source: 'tenant' } }],
    });
  });

  it('N18 says who would have been let off, by the rule in force, as soon as the draft would have granted', async () => {
    const world = await shadowed(BASELINE, SINGLE);
    await newAccount(world, ADA);
    const client = new Client(world);
    const begun = await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
    expect(begun.answer.status).toBe('continue');
    expect(await report(world)).toMatchObject({
      ...{ ...NOBODY, letOff: 1, signIns: 0 },
      rules: [{ effect: 'let-off', because: { code: 'strength-required', params: { strength: 'baseline' } } }],
    });
    expect(isRefusal(await world.auth.sessions.guard(client.caller, SESSION))).toBe(true);
  });

  it('N18 says nothing where both policies decide alike', async () => {
    const world = await shadowed(BASELINE, { ...BASELINE, recentProof: '5m' });
    await signedIn(world, ADA);
    expect(countsOf(await report(world))).toEqual(NOBODY);
  });

  it('N18 judges a step-up, and a route that asks for more', async () => {
    const world = await shadowed(
      BASELINE,
      { ...BASELINE, contexts: { outside: { requiredStrength: 'enhanced' } } },
      {
        contextOf: () => [],
      },
    );
    await newAccount(world, ADA);
    const client = new Client(world);
    client.caller = at(client.caller);
    await client.signsInByMail(ADA);
    expect(isRefusal(await world.auth.sessions.guard(client.caller, SESSION))).toBe(false);
    expect(countsOf(await report(world))).toEqual(NOBODY);
    // The policy in force has no contexts. The host is asked for the draft.
    expect(isRefusal(await world.auth.sessions.guard(at(client.caller, 'outside'), SESSION))).toBe(false);
    expect(await report(world)).toMatchObject({
      ...{ ...NOBODY, askedForMore: 1 },
      people: [{ occasion: 'request', because: [{ source: { context: 'outside' } }] }],
    });
  });

  it('N18 asks whether an open session would still hold, where the draft acts on open sessions', async () => {
    for (const [onTighten, askedForMore] of [
      ['next-sign-in', 0],
      ['step-up', 1],
      ['next-request', 1],
    ] as const) {
      const world = await embedded({ policy: BASELINE });
      const client = await signedIn(world, ADA);
      await world.auth.policy.shadow(TENANT, { ...BASELINE, requiredStrength: 'enhanced', onTighten }, BY);
      world.now += 1_000;
      for (let times = 0; times < 3; times++) await client.session();
      expect(countsOf(await report(world))).toEqual({ ...NOBODY, askedForMore });
    }
  });

  it('N18 counts a person once, also among twenty requests at once, and each effect by itself', async () => {
    const world = await embedded({ policy: BASELINE, contextOf: () => [] });
    await newAccount(world, ADA);
    const client = new Client(world);
    client.caller = at(client.caller);
    await client.signsInByMail(ADA);
    const contexts: Input['contexts'] = { outside: { requiredStrength: 'enhanced' }, embargo: { refuse: true } };
    await world.auth.policy.shadow(TENANT, { ...BASELINE, contexts }, BY);
    world.now += 1_000;
    const asks = (...names: readonly string[]) => world.auth.sessions.guard(at(client.caller, ...names), SESSION);
    await Promise.all(Array.from({ length: 20 }, () => asks('outside')));
    for (let times = 0; times < 3; times++) await asks('outside');
    await asks('embargo');
    const found = await report(world);
    expect(countsOf(found)).toEqual({ askedForMore: 1, denied: 1, letOff: 0 });
    expect(found.people).toHaveLength(2);
    expect((await report(world, { effect: 'denied' })).people.map(({ effect }) => effect)).toEqual(['denied']);
  });

  it('N18 judges a date of the draft from the date on', async () => {
    const later = [{ from: '2031-03-10T00:00:00Z', requiredStrength: 'enhanced' }];
    const world = await shadowed(BASELINE, { ...BASELINE, later });
    await signedIn(world, ADA);
    expect(countsOf(await report(world))).toEqual(NOBODY);
    world.now = Date.parse('2031-03-10T00:00:01Z');
    await new Client(world).signsInByMail(ADA);
    expect(countsOf(await report(world))).toEqual({ ...NOBODY, askedForMore: 1 });
  });

  it('N18 judges the rule of an organisation under the draft, and calls the log for no rule that does not fit', async () => {
    const world = await embedded({ policy: ROOMS, contextOf: () => [] });
    const { accountId, client } = await person(world, ADA);
    await plants(world, 'acme', { contexts: { outside: ENHANCED } });
    await plantsMember(world, 'acme', accountId, 'finance');
    const enters = () => world.auth.sessions.guard(client.caller, { ...SESSION, in: 'acme' });
    const stricter: Input = { ...ROOMS, organisations: { roles: { owner: {}, manager: {}, finance: ENHANCED } } };
    await world.auth.policy.shadow(TENANT, stricter, BY);
    world.now += 1_000;
    expect(isRefusal(await enters())).toBe(false);
    expect(await report(world)).toMatchObject({ askedForMore: 1, people: [{ occasion: 'request' }] });
    const { contexts: _, ...withoutContexts } = ROOMS;
    await world.auth.policy.shadow(TENANT, withoutContexts, BY);
    world.now += 1_000;
    world.logged.length = 0;
    expect(isRefusal(await enters())).toBe(false);
    expect(await report(world)).toMatchObject({ ...NOBODY, denied: 1 });
    expect(world.logged).toEqual([]);
  });
});
