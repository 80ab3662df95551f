import { milliseconds } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { embedded, signedIn } from '../embedded.test-support.ts';

describe('authorize', () => {
  it('X8 asks for a recent proof also where it names no strength', async () => {
    const world = await embedded();
    const { auth } = world;
    const client = await signedIn(world, 'dora@example.org');
    const session = await client.session();
    expect(await auth.authorize(session, { within: milliseconds(300_000) })).toMatchObject({ outcome: 'granted' });
    world.now += 3_600_000;
    expect(await auth.authorize(session, {})).toMatchObject({ outcome: 'granted' });
    expect(await auth.authorize(session, { within: milliseconds(300_000) })).toMatchObject({
      outcome: 'factor-required',
    });
    await auth.close();
  });
});
