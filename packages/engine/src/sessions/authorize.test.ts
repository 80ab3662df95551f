import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount } from '../embedded.test-support.ts';

describe('authorize', () => {
  it('X8 asks for a recent proof also where it names no strength', async () => {
    const world = await embedded();
    const { auth } = world;
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.signsInByMail('dora@example.org');
    const session = await client.session();
    expect(await auth.authorize(session, { withinSeconds: 300 })).toMatchObject({ outcome: 'granted' });
    world.now += 3_600_000;
    expect(await auth.authorize(session, {})).toMatchObject({ outcome: 'granted' });
    expect(await auth.authorize(session, { withinSeconds: 300 })).toMatchObject({ outcome: 'factor-required' });
    await auth.close();
  });
});
