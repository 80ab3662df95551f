import { describe, expect, it } from 'vitest';
import type { SignedIn, TestAccount } from '../../index.ts';
import { inTrouble } from './in-trouble.test-support.ts';
import { knows, outcomeOf, recovers, sessionsOf, signsIn, withPassword } from './journeys.test-support.ts';

const NEXT = 'another passphrase for tests';

describe('under every fault at every point', () => {
  it('X17 X18 a sign-in with password and authenticator app', async () => {
    const points = await inTrouble<TestAccount>({
      ready: ({ accountWith }) => accountWith({ factors: ['email', 'totp'] }),
      act: ({ signIn }, ada) => signIn(ada),
      methods: ['password', 'totp'],
      again: async (world, ada) => void (await (await world.signIn(ada)).live()),
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('X17 X18 a factor that is set up in the flow that asks for it', async () => {
    const points = await inTrouble<TestAccount>({
      policy: { requiredStrength: 'enhanced' },
      ready: ({ accountWith }) => accountWith({ factors: ['email'] }),
      act: ({ signIn }, ada) => signIn(ada),
      methods: ['password', 'email-code', 'totp'],
      again: async (world, ada) => void (await (await signsIn(world, ada)).live()),
    });
    expect(points).toBeGreaterThanOrEqual(32);
  });

  it('X17 X18 a recovery that goes on with another factor', async () => {
    const points = await inTrouble<TestAccount>({
      ready: ({ accountWith }) => accountWith({ factors: ['email', 'totp'] }),
      act: (world, ada) => recovers(world, ada, NEXT),
      ends: 'complete',
      quietly: 'no mail',
      methods: ['totp'],
      again: async (world, ada) => {
        if (await knows(world, ada, NEXT)) return;
        expect(await recovers(world, ada, NEXT)).toBe('complete');
        expect(await knows(world, ada, NEXT)).toBe(true);
      },
    });
    expect(points).toBeGreaterThanOrEqual(24);
  });

  it('X17 X18 a recovery by the mailbox alone', async () => {
    const points = await inTrouble<TestAccount>({
      ready: ({ accountWith }) => accountWith({ factors: ['email'] }),
      act: (world, ada) => recovers(world, ada, NEXT),
      ends: 'recovered',
      quietly: 'no mail',
      again: async (world, ada) => {
        if (await knows(world, ada, NEXT)) return;
        expect(await recovers(world, ada, NEXT)).toBe('recovered');
        expect(await knows(world, ada, NEXT)).toBe(true);
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('X17 X18 a step-up: of one session there is never a second', async () => {
    const points = await inTrouble<{ readonly ada: TestAccount; readonly session: SignedIn }>({
      ready: async ({ accountWith, signIn, clock }) => {
        const ada = await accountWith({ factors: ['email', 'totp'] });
        const session = await signIn(ada);
        await session.live();
        clock.advance('20m');
        return { ada, session };
      },
      act: (_, { session }) => session.stepUp({ strength: 'enhanced', within: '5m' }),
      methods: ['totp'],
      afterwards: async (world, { ada }) => expect(await sessionsOf(world, ada)).toBe(2),
      again: async (world, { ada, session }) => {
        const outcome = await outcomeOf(() => session.stepUp({ strength: 'enhanced', within: '5m' }));
        expect(['done', 'no-session']).toContain(outcome);
        await (await world.signIn(ada)).live('recent-proof');
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });

  it('X17 X18 a change of the password: one is in force, and one session stays', async () => {
    const points = await inTrouble<{ readonly ada: TestAccount; readonly session: SignedIn }>({
      ready: async ({ accountWith, signIn }) => {
        const ada = await accountWith({ factors: ['email', 'totp'] });
        await signIn(ada);
        return { ada, session: await signIn(ada) };
      },
      act: async ({ auth }, { ada, session }) =>
        auth.me(await session.live('recent-proof')).changePassword(session.caller, {
          current: ada.password,
          next: NEXT,
        }),
      methods: ['password', 'totp'],
      again: async (world, { ada }) => {
        const isChanged = await knows(world, ada, NEXT);
        expect(await knows(world, ada, ada.password)).toBe(!isChanged);
        const { auth } = world;
        const password = isChanged ? NEXT : ada.password;
        const session = await world.signIn(withPassword(ada, password));
        const input = { current: password, next: 'a third passphrase for tests' };
        const changed = auth.me(await session.live('recent-proof')).changePassword(session.caller, input);
        expect(await outcomeOf(() => changed)).toBe('done');
        expect(await sessionsOf(world, ada)).toBe(1);
      },
    });
    expect(points).toBeGreaterThanOrEqual(16);
  });
});
