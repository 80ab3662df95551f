import { milliseconds } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { embedded, signedIn } from '../embedded.test-support.ts';
import { HOUR, planted } from './planted.test-support.ts';

describe('authorize', () => {
  it('X8 asks for a recent proof also where it names no strength', async () => {
    const world = await embedded();
    const { auth } = world;
    const client = await signedIn(world, 'dora@example.org');
    const session = await client.session();
    expect(await auth.authorize(session, { within: '5m' })).toMatchObject({ outcome: 'granted' });
    world.now += 3_600_000;
    expect(await auth.authorize(session, {})).toMatchObject({ outcome: 'granted' });
    expect(await auth.authorize(session, { within: '5m' })).toMatchObject({
      outcome: 'factor-required',
    });
    await auth.close();
  });

  it('X8 asks for the strength that is named, for recency, for both, or for what a sign-in asks for', async () => {
    const { world, account, session, live } = await planted();
    const { auth } = world;
    const here = await live(await session(await account('dora'), 'here'));
    const outcome = async (demand: Parameters<typeof auth.authorize>[1]) =>
      (await auth.authorize(here, demand)).outcome;
    expect(await outcome({})).toBe('granted');
    expect(await outcome({ strength: 'single' })).toBe('granted');
    expect(await outcome({ strength: 'enhanced' })).toBe('factor-required');
    expect(await outcome({ within: '1h' })).toBe('granted');
    expect(await outcome({ within: milliseconds(HOUR - 1) })).toBe('factor-required');
    expect(await outcome({ strength: 'single', within: '1h' })).toBe('granted');
    expect(await outcome({ strength: 'single', within: milliseconds(HOUR - 1) })).toBe('factor-required');
    expect(await outcome({ strength: 'enhanced', within: '1h' })).toBe('factor-required');
  });

  it('X8 decides nothing for a demand from JavaScript with an unknown member', async () => {
    const { world, account, session, live } = await planted();
    const here = await live(await session(await account('dora'), 'here'));
    const demand: object = { strenght: 'phishing-resistant' };
    await expect(world.auth.authorize(here, demand)).rejects.toMatchObject({ code: 'bad-demand' });
    await expect(world.auth.authorize(here, demand)).rejects.toThrow('Did you mean `strength`?');
  });

  it('X8 a step-up with a misspelt strength does not begin', async () => {
    const { world, account, session, live } = await planted();
    const caller = await session(await account('dora'), 'here');
    const misspelt: object = { strenght: 'phishing-resistant' };
    const begins = world.auth.signIn.stepUp(caller, await live(caller), misspelt);
    await expect(begins).rejects.toMatchObject({ code: 'bad-demand' });
  });

  it('P9 denies who signed in by a way that the policy takes no more, where nothing is named', async () => {
    const { world, account, session, live, policy } = await planted();
    const here = await session(await account('dora'), 'here');
    await policy({ requiredStrength: 'single', methods: ['passkey'] }, world.now);
    expect(await world.auth.authorize(await live(here), {})).toMatchObject({ reason: 'method-not-allowed' });
    expect(await world.auth.authorize(await live(here), { strength: 'single' })).not.toHaveProperty(
      'reason',
      'method-not-allowed',
    );
  });

  it('X25 denies whom the host does not know', async () => {
    let roles: readonly string[] | undefined = [];
    const { world, account, session, live } = await planted({ resolveSubject: () => roles });
    const here = await live(await session(await account('dora'), 'here'));
    expect(await world.auth.authorize(here, {})).toMatchObject({ outcome: 'granted' });
    roles = undefined;
    expect(await world.auth.authorize(here, {})).toEqual({ outcome: 'denied', reason: 'no-way-in', because: [] });
  });
});
