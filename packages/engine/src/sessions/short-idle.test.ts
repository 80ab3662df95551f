import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

describe('a session with an idle limit of a minute', () => {
  it('W5 goes on while it is used, and ends when it is not', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single', session: { idle: '1m', absolute: '1h' } } });
    const { auth } = world;
    await newAccount(world, 'ada@example.org');
    const client = new Client(world);
    await client.keeps(auth.signIn.begin(client.caller, { identifier: 'ada@example.org', password: PASSWORD }));
    for (let uses = 0; uses < 10; uses += 1) {
      world.now += 40_000;
      expect(await auth.sessions.guard(client.caller, { needs: 'session' })).toMatchObject({ mode: 'token' });
    }
    world.now += 60_001;
    expect(await auth.sessions.guard(client.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
    await auth.close();
  });
});
