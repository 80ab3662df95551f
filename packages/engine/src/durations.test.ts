import { milliseconds } from '@sallyport/core';
import type { Duration } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, signedIn } from './embedded.test-support.ts';

const BAD = { name: 'SallyportConfigError', code: 'bad-duration' };

describe('the time within which a proof must be', () => {
  it('X8 is a duration or a computed length for a guard, for authorize and for a step-up', async () => {
    const world = await embedded();
    const { auth } = world;
    const client = await signedIn(world, 'dora@example.org');
    world.now += 299_999;
    for (const [age, guarded, decided, raised] of [
      [0, 'granted', 'granted', 'complete'],
      [2, 'insufficient-strength', 'factor-required', 'continue'],
    ] as const) {
      world.now += age;
      for (const within of ['5m', milliseconds(300_000)] as const) {
        const session = await client.session();
        const live = await auth.sessions.guard(client.caller, { needs: 'recent-sign-in', within });
        expect('refused' in live ? live.refused : 'granted').toBe(guarded);
        expect(await auth.authorize(session, { within })).toMatchObject({ outcome: decided });
        const asked = { strength: 'baseline', within };
        const reply = await client.keeps(auth.signIn.stepUp(client.caller, session, asked));
        expect(reply.answer.status).toBe(raised);
      }
    }
    await auth.close();
  });

  it.each(['5 minutes', '0s', '', '300000'])('X8 is not %j: the call fails, and demands nothing less', async (text) => {
    const within = text as Duration;
    const world = await embedded();
    const { auth } = world;
    const client = await signedIn(world, 'dora@example.org');
    const session = await client.session();
    const { caller } = client;
    await expect(auth.authorize(session, { within })).rejects.toMatchObject(BAD);
    await expect(auth.signIn.stepUp(caller, session, { within })).rejects.toMatchObject(BAD);
    await expect(auth.sessions.guard(caller, { needs: 'recent-sign-in', within })).rejects.toMatchObject(BAD);
    const guard = { needs: 'strength', strength: 'baseline', within } as const;
    await expect(auth.sessions.guard(caller, guard)).rejects.toMatchObject(BAD);
    await expect(auth.sessions.guard({ ...caller, sessionToken: undefined }, guard)).rejects.toMatchObject(BAD);
    await auth.close();
  });
});
